import { ArrowLeft } from 'lucide-react'
import type { ReactNode } from 'react'

import type { Trouble } from '../../api/problem'
import type { Settings, SettingsBody } from '../../api/types'
import { useTranslation } from '../../lib/translation'
import { Button } from '../../ui/Button'
import type { Place } from './steps'

/** What each step is given. */
export interface StepProps {
  place: Place
  settings: Settings
  /** Says something of the provider, and which step comes then. */
  say: (body: SettingsBody) => void
  /** Ends the first run, and leads to the panel. */
  finish: () => void
  isBusy: boolean
  trouble: Trouble | undefined
}

interface Props extends Pick<StepProps, 'place' | 'say' | 'isBusy'> {
  /** The button that goes on. */
  children?: ReactNode
}

/** The foot of a step: back, not now, or on. */
export function StepFoot({ place: { previous, next }, say, isBusy, children }: Props) {
  const { t } = useTranslation()
  return (
    <div className="mt-8 flex flex-wrap items-center gap-2">
      {previous !== undefined && (
        <Button kind="quiet" icon={<ArrowLeft size={16} aria-hidden />} isBusy={isBusy} onClick={() => say({ firstRun: previous })}>
          {t('firstRun.back')}
        </Button>
      )}
      <span className="grow" />
      <Button isBusy={isBusy} onClick={() => say({ firstRun: next })}>
        {t('firstRun.later')}
      </Button>
      {children}
    </div>
  )
}
