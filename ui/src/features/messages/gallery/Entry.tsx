import { MessageSquareText } from 'lucide-react'
import type { ReactNode } from 'react'

import type { Message } from '../../../api/types'
import { moment } from '../../../lib/dates'
import { useNow } from '../../../lib/now'
import { useTranslation } from '../../../lib/translation'
import { IconButton } from '../../../ui/Button'
import { authorName } from '../chat-words'
import { usePeople } from '../people'

interface Props {
  lead: ReactNode
  /** What is done with it, before it is shown in its conversation. */
  end?: ReactNode
  onShow: () => void
  children: ReactNode
}

/** One document or one message with links. */
export function Entry({ lead, end, onShow, children }: Props) {
  const { t } = useTranslation()
  return (
    <div className="flex items-center gap-3 border-b border-line py-2.5">
      {lead}
      <div className="min-w-0 grow">{children}</div>
      {end}
      <IconButton label={t('viewer.show')} onClick={onShow}>
        <MessageSquareText size={18} />
      </IconButton>
    </div>
  )
}

/** Who sent it, and when. */
export function Sent({ message }: { message: Message }) {
  const { t, i18n } = useTranslation()
  const people = usePeople()
  const now = useNow()
  return (
    <span className="block truncate text-sm text-soft tabular-nums">
      <bdi>{authorName(message, people, t)}</bdi> · {moment(message.placeMs, now, i18n.language)}
    </span>
  )
}
