import { useTranslation } from 'react-i18next'

import type { BusinessHoursNow } from '../../../api/types'
import { moment } from '../../../lib/dates'
import { minuteMs, useNow } from '../../../lib/now'
import { classes } from '../../../ui/classes'

/** Whether it is open now, and until when. Nothing where there are no hours. */
export function Standing({ hours: { isOpen, changesAtMs } }: { hours: BusinessHoursNow }) {
  const { t, i18n } = useTranslation()
  const now = useNow(minuteMs)
  if (isOpen === null) return null
  const time = changesAtMs === null ? undefined : moment(changesAtMs, now, i18n.language)
  const words = isOpen
    ? time === undefined
      ? t('hours.open')
      : t('hours.openUntil', { time })
    : time === undefined
      ? t('hours.closed')
      : t('hours.closedUntil', { time })
  return (
    <p role="status" className="flex items-center gap-2 font-medium tabular-nums">
      <span aria-hidden className={classes('size-2.5 shrink-0 rounded-full', isOpen ? 'bg-ok' : 'bg-soft')} />
      {words}
    </p>
  )
}
