import { Pin } from 'lucide-react'

import type { Message } from '../../../api/types'
import { useNow } from '../../../lib/now'
import { useTranslation } from '../../../lib/translation'
import { inOneLine } from '../kinds/lines'
import { useSay } from '../kinds/say'

interface Props {
  newestFirst: readonly Message[]
  jumpTo: (messageId: string) => () => void
}

/** What is pinned in the chat, on top of it; the newest of what is loaded. */
export function PinnedBar({ newestFirst, jumpTo }: Props) {
  const { t } = useTranslation()
  const say = useSay()
  const now = useNow()
  const pinned = newestFirst.find(({ marks, content }) => marks.pin != null && marks.pin.untilMs > now && content.kind !== 'deleted')
  if (!pinned) return null
  return (
    <button
      type="button"
      onClick={jumpTo(pinned.id)}
      className="flex h-10 w-full shrink-0 items-center gap-2.5 border-b border-line bg-surface px-4 text-left -outline-offset-2 hover:bg-sunken"
    >
      <Pin size={15} className="shrink-0 text-accent" aria-hidden />
      <span className="sr-only">{t('message.pinned')}</span>
      <span dir="auto" className="truncate text-soft">
        {inOneLine(pinned, say).words}
      </span>
    </button>
  )
}
