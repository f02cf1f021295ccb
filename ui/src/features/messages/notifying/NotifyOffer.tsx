import { BellRing } from 'lucide-react'

import { useStore } from '../../../lib/store'
import { useTranslation } from '../../../lib/translation'
import { Button } from '../../../ui/Button'
import { choices, choose } from './choices'
import { isMissed } from './missed'
import { askPermission, permission } from './permission'

/** Offers notices once somebody has missed a message for want of them, and never before. */
export function NotifyOffer() {
  const { t } = useTranslation()
  const wasMissed = useStore(isMissed)
  const { isDeclined, hasNotices } = useStore(choices)
  const isAskable = useStore(permission) === 'ask'
  if (!wasMissed || isDeclined || !hasNotices || !isAskable) return null
  return (
    <section
      aria-label={t('notices.title')}
      className="mx-3 mb-2 flex shrink-0 flex-wrap items-center gap-2 rounded-md bg-sunken px-3 py-2"
    >
      <BellRing size={17} aria-hidden className="shrink-0 text-accent" />
      <p className="min-w-0 grow basis-40">{t('notices.offer')}</p>
      <div className="flex gap-1">
        <Button size="small" kind="primary" onClick={() => void askPermission()}>
          {t('notices.on')}
        </Button>
        <Button size="small" kind="quiet" onClick={() => choose({ isDeclined: true })}>
          {t('notices.notNow')}
        </Button>
      </div>
    </section>
  )
}
