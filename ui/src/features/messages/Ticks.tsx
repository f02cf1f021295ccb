import { Check, CheckCheck, CircleAlert, Clock3 } from 'lucide-react'

import type { Message } from '../../api/types'
import { useTranslation } from '../../lib/translation'
import { classes } from '../../ui/classes'

const figures = {
  sending: Clock3,
  queued: Clock3,
  failed: CircleAlert,
  sent: Check,
  delivered: CheckCheck,
  read: CheckCheck,
  played: CheckCheck,
} as const

/** How far a message of ours has come: clock, one tick, two, two in blue. */
export function Ticks({ status }: { status: Message['status'] }) {
  const { t } = useTranslation()
  const Figure = figures[status]
  const isRead = status === 'read' || status === 'played'
  return (
    <span role="img" aria-label={t(`receipt.${status}`)} title={t(`receipt.${status}`)} data-receipt={status} className="inline-flex">
      <Figure
        size={16}
        aria-hidden
        className={classes('shrink-0', isRead ? 'text-tick-read' : status === 'failed' ? 'text-bad' : 'text-bubble-soft')}
      />
    </span>
  )
}
