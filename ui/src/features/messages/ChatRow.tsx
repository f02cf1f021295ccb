import { useTranslation } from 'react-i18next'

import type { Chat } from '../../api/types'
import { listTime } from '../../lib/dates'
import { useNow } from '../../lib/now'
import { Avatar } from '../../ui/Avatar'
import { classes } from '../../ui/classes'
import { chatName, excerpt } from './chat-words'
import { drafts } from './drafts'
import { Ticks } from './Ticks'

interface Props {
  tenantId: string
  chat: Chat
  isOpen: boolean
  isTyping: boolean
  href: string
  onOpen: () => void
}

export function ChatRow({ tenantId, chat, isOpen, isTyping, href, onOpen }: Props) {
  const { t, i18n } = useTranslation()
  const now = useNow()
  const name = chatName(chat, t)
  const last = chat.lastMessage
  const draft = isOpen ? '' : drafts.get(tenantId, chat.id)
  const isUnread = chat.unread > 0
  return (
    <a
      href={href}
      aria-current={isOpen ? 'page' : undefined}
      onClick={(event) => {
        if (event.metaKey || event.ctrlKey || event.shiftKey) return
        event.preventDefault()
        onOpen()
      }}
      className={classes('flex h-full items-center gap-3 px-3 -outline-offset-2', isOpen ? 'bg-accent-tint' : 'hover:bg-sunken')}
    >
      <Avatar name={chat.name} isGroup={chat.kind === 'group'} className={classes('size-12 text-lg', isOpen && 'bg-surface!')} />
      <div className="min-w-0 grow">
        <div className="flex items-baseline gap-2">
          <span className="grow truncate text-lg leading-6 font-medium">{name}</span>
          <time className={classes('shrink-0 text-xs tabular-nums', isUnread ? 'font-semibold text-accent' : 'text-soft')}>
            {listTime(chat.lastActivityMs, now, i18n.language)}
          </time>
        </div>
        <div className="flex h-5 items-center gap-1.5 text-base text-soft">
          {isTyping ? (
            <span className="grow truncate text-accent">{t('chats.typing')}</span>
          ) : draft !== '' ? (
            <span className="grow truncate">
              <span className="text-warn">{t('chats.draft')}</span> {draft}
            </span>
          ) : (
            <>
              {last?.fromMe === true && <Ticks status={last.status} />}
              <span className={classes('grow truncate', isUnread && 'text-ink')}>{last ? excerpt(last, t) : ''}</span>
            </>
          )}
          {isUnread && (
            <span
              aria-label={t('chats.unread', { count: chat.unread })}
              className="flex h-5 min-w-5 shrink-0 items-center justify-center rounded-full bg-accent px-1.5 text-xs font-semibold text-on-accent tabular-nums"
            >
              {chat.unread > 999 ? '999+' : chat.unread}
            </span>
          )}
        </div>
      </div>
    </a>
  )
}
