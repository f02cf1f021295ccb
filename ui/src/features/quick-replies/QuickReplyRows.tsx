import { useVirtualizer } from '@tanstack/react-virtual'
import { Pencil, Trash2 } from 'lucide-react'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'

import type { QuickReply } from '../../api/types'
import { IconButton } from '../../ui/Button'

interface Props {
  replies: readonly QuickReply[]
  onChange: (reply: QuickReply) => void
  onRemove: (reply: QuickReply) => void
}

const rowPx = 64

/** Rows of as many as there are: only those on the screen are in the page. */
export function QuickReplyRows({ replies, onChange, onRemove }: Props) {
  const { t } = useTranslation()
  const scroller = useRef<HTMLDivElement>(null)
  // eslint-disable-next-line react-hooks/incompatible-library -- the virtualizer is used in this component alone
  const virtual = useVirtualizer({
    count: replies.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowPx,
    getItemKey: (index) => replies[index]?.id ?? index,
    overscan: 8,
  })
  return (
    <div ref={scroller} className="min-h-0 grow overflow-y-auto overscroll-contain border-t border-line">
      <ul aria-label={t('quickReplies.title')} className="relative" style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ key, index, start }) => {
          const reply = replies[index]
          return (
            reply && (
              <li
                key={key}
                aria-setsize={replies.length}
                aria-posinset={index + 1}
                className="absolute top-0 left-0 flex w-full items-center gap-1 border-b border-line pr-2 pl-5"
                style={{ height: rowPx, transform: `translateY(${start}px)` }}
              >
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
              </li>
            )
          )
        })}
      </ul>
    </div>
  )
}
