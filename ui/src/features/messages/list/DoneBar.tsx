import { Archive, X } from 'lucide-react'

import { useTranslation } from '../../../lib/translation'
import { Button, IconButton } from '../../../ui/Button'
import { chatName } from '../chat-words'
import type { Done } from './use-waiting'

interface Props {
  done: Done
  onUndo: () => void
  onClose: () => void
}

/** What a key has just put away, and the way back. */
export function DoneBar({ done: { chat, trouble }, onUndo, onClose }: Props) {
  const { t } = useTranslation()
  const name = chatName(chat, t)
  return (
    <div
      role={trouble === null ? 'status' : 'alert'}
      className="mx-3 mb-2 flex min-h-10 shrink-0 items-center gap-2 rounded-md bg-sunken py-1 pr-1 pl-3"
    >
      <Archive size={16} aria-hidden className="shrink-0 text-soft" />
      <p dir="auto" className="min-w-0 grow truncate">
        {trouble === null ? t('waiting.done', { name }) : t(`problem.${trouble}`)}
      </p>
      {trouble === null && (
        <Button size="small" kind="quiet" onClick={onUndo}>
          {t('waiting.undo')}
        </Button>
      )}
      <IconButton size="small" label={t('common.close')} onClick={onClose}>
        <X size={16} />
      </IconButton>
    </div>
  )
}
