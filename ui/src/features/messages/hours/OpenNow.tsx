import type { BusinessHoursNow } from '../../../api/types'
import { useTranslation } from '../../../lib/translation'
import { classes } from '../../../ui/classes'
import { useOpenNow } from './open-now'

/** Whether it is open now, and until when. Nothing where there are no hours. */
export function OpenNow({ hours }: { hours: BusinessHoursNow }) {
  const { t } = useTranslation()
  const state = useOpenNow(hours)
  if (!state) return null
  return (
    <p role="status" className="flex items-center gap-2 font-medium tabular-nums">
      <span aria-hidden className={classes('size-2.5 shrink-0 rounded-full', hours.isOpen ? 'bg-ok' : 'bg-soft')} />
      {t(`hours.${state.key}`, { time: state.time })}
    </p>
  )
}
