import { Pencil, Trash2 } from 'lucide-react'

import type { QuickReply } from '../../api/types'
import { useTranslation } from '../../lib/translation'
import { IconButton } from '../../ui/Button'
import { EvenRows } from '../../ui/EvenRows'

interface Props {
  replies: readonly QuickReply[]
  onChange: (reply: QuickReply) => void
  onRemove: (reply: QuickReply) => void
}

export function QuickReplyRows({ replies, onChange, onRemove }: Props) {
  const { t } = useTranslation()
  return (
    <EvenRows label={t('quickReplies.title')} all={replies} className="flex items-center gap-1 pr-2 pl-5">
      {(reply) => (
        <>
          <span className="min-w-0 grow">
            <span dir="auto" className="block truncate font-medium" title={reply.shortcut}>
              /{reply.shortcut}
            </span>
            <span dir="auto" className="block truncate text-sm text-soft" title={reply.text}>
              {reply.text}
            </span>
          </span>
          <IconButton label={t('quickReplies.changeOne', { shortcut: reply.shortcut })} onClick={() => onChange(reply)}>
            <Pencil size={17} />
          </IconButton>
          <IconButton label={t('quickReplies.removeOne', { shortcut: reply.shortcut })} onClick={() => onRemove(reply)}>
            <Trash2 size={17} />
          </IconButton>
        </>
      )}
    </EvenRows>
  )
}
