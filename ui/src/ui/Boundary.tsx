import { RotateCw } from 'lucide-react'
import { Component, type ReactNode } from 'react'

import { useTranslation } from '../lib/translation'
import { Blank } from './Blank'
import { Button } from './Button'

/** Catches what a part of the page could not do: a file that did not arrive, or a defect of ours. Nothing goes blank. */
export class Boundary extends Component<{ children: ReactNode }, { isBroken: boolean }> {
  override state = { isBroken: false }

  static getDerivedStateFromError() {
    return { isBroken: true }
  }

  override render() {
    return this.state.isBroken ? <Broken /> : this.props.children
  }
}

function Broken() {
  const { t } = useTranslation()
  return (
    <main className="flex min-h-dvh items-center">
      <Blank
        icon={<RotateCw />}
        title={t('broken.title')}
        text={t('broken.text')}
        action={
          <Button kind="primary" onClick={() => location.reload()}>
            {t('broken.reload')}
          </Button>
        }
      />
    </main>
  )
}
