import { Clock } from 'lucide-react'

import type { Chat } from '../../../api/types'
import { duration } from '../../../lib/dates'
import { useNow } from '../../../lib/now'
import { useTranslation } from '../../../lib/translation'
import { classes } from '../../../ui/classes'
import { waitingOf } from './waiting'

interface Props {
  waiting: readonly Chat[]
  /** More wait than are known here. */
  hasMore: boolean
  /** The list shows them alone. */
  isFiltered: boolean
  onPress: () => void
}

/** How many wait for an answer, and how long the first of them: a press shows them alone. Nothing where nobody waits. */
export function WaitingLine({ waiting, hasMore, isFiltered, onPress }: Props) {
  const { t, i18n } = useTranslation()
  const now = useNow()
  const { count, sinceMs } = waitingOf(waiting)
  if (sinceMs === null) return null
  const age = duration(Math.max(0, now - sinceMs), i18n.language, 1)
  return (
    <button
      type="button"
      aria-pressed={isFiltered}
      onClick={onPress}
      className={classes(
        'mx-3 mt-0.5 mb-1.5 flex h-8 shrink-0 items-center gap-2 rounded-md px-2 text-left text-sm tabular-nums pointer-coarse:h-11',
        isFiltered ? 'bg-warn-tint text-warn' : 'text-soft hover:bg-sunken hover:text-ink',
      )}
    >
      <Clock size={15} aria-hidden className="shrink-0 text-warn" />
      <span className="truncate">
        <strong className="font-semibold text-ink">
          {hasMore ? t('waiting.more', { number: new Intl.NumberFormat(i18n.language).format(count) }) : t('waiting.count', { count })}
        </strong>
        {/* Of those that are not known here one may wait for longer. */}
        {!hasMore && <> · {t('waiting.oldest', { age })}</>}
      </span>
    </button>
  )
}
