import { Pencil, Reply, X } from 'lucide-react'

import { useTranslation } from '../../../lib/translation'
import { IconButton } from '../../../ui/Button'
import { authorName } from '../chat-words'
import { inOneLine } from '../kinds/lines'
import { useSay } from '../kinds/say'
import type { Answering } from './answering'

interface Props {
  answering: NonNullable<Answering>
  onCancel: () => void
}

/** Above the field: what it answers, or whose words it changes. */
export function AnswerBar({ answering: { kind, message }, onCancel }: Props) {
  const { t } = useTranslation()
  const say = useSay()
  const Figure = kind === 'reply' ? Reply : Pencil
  const title = kind === 'edit' ? t('acting.editing') : t('acting.replying', { name: authorName(message, say.people, t) })
  return (
    <div className="mb-2 flex items-center gap-3 rounded-md border-l-3 border-accent bg-sunken py-1 pr-1 pl-3">
      <Figure size={18} className="shrink-0 text-accent" aria-hidden />
      <p role="status" className="min-w-0 grow">
        <span dir="auto" className="block truncate text-sm font-medium text-accent">
          {title}
        </span>
        <span dir="auto" className="block truncate text-sm text-soft">
          {inOneLine(message, say).words}
        </span>
      </p>
      <IconButton size="small" label={t(kind === 'edit' ? 'acting.stopEditing' : 'acting.stopReplying')} onClick={onCancel}>
        <X size={16} />
      </IconButton>
    </div>
  )
}
