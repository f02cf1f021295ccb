import { MonitorDown } from 'lucide-react'
import { useState } from 'react'

import { useTranslation } from '../../lib/translation'
import { Button } from '../../ui/Button'
import { NumberedSteps } from '../../ui/NumberedSteps'
import type { Install } from './install'

/** Makes the panel an app of this device, or says how. */
export function InstallOffer({ offer }: { offer: NonNullable<Install> }) {
  const { t } = useTranslation()
  const [isBusy, setBusy] = useState(false)
  const [isAsked, setAsked] = useState(false)
  // The button that was pressed has gone.
  const focus = (words: HTMLElement | null) => {
    if (isAsked) words?.focus()
  }
  switch (offer.by) {
    case 'done':
      return (
        <p ref={focus} tabIndex={-1} role="status" className="text-soft outline-none">
          {t('install.done')}
        </p>
      )
    case 'later':
      return (
        <p ref={focus} tabIndex={-1} role="status" className="text-soft outline-none">
          {t('install.later')}
        </p>
      )
    case 'hand':
      return (
        <>
          <p className="mb-3 text-soft">{t('install.text')}</p>
          <NumberedSteps className="space-y-2" steps={[t('install.share'), t('install.add'), t('install.confirm')]} />
        </>
      )
    case 'browser':
      return (
        <div className="flex flex-wrap items-center justify-between gap-3">
          <p className="min-w-0 grow basis-60 text-soft">{t('install.text')}</p>
          <Button
            icon={<MonitorDown size={17} aria-hidden />}
            isBusy={isBusy}
            onClick={() => {
              setAsked(true)
              setBusy(true)
              // Whoever has answered sees what came of it in its place.
              void offer.ask().finally(() => setBusy(false))
            }}
          >
            {t('install.do')}
          </Button>
        </div>
      )
  }
}
