import { Archive, BellOff, Clock, Pin } from 'lucide-react'

import { type Activities, pictureUrl } from '../../api/tenant'
import type { Chat, Message } from '../../api/types'
import { duration, listTime, moment } from '../../lib/dates'
import { minuteMs, useNow } from '../../lib/now'
import { useTranslation } from '../../lib/translation'
import { Avatar } from '../../ui/Avatar'
import { classes } from '../../ui/classes'
import { Verified } from '../../ui/Verified'
import { AssigneeMark } from './attending/AssigneeMark'
import { useAssignee } from './attending/use-assignee'
import { chatName, isMuted, isOfMany, lineAuthor } from './chat-words'
import { drafts } from './drafts'
import { lastInOneLine } from './kinds/lines'
import { useSay } from './kinds/say'
import { RowLink, type RowLinkProps } from '../../ui/RowLink'
import { Ticks } from './Ticks'

/** Who waits for less is being answered. */
const worthSayingMs = 5 * 60_000

interface Props extends Omit<RowLinkProps, 'children'> {
  tenantId: string
  chat: Chat
  activity: Activities[string] | undefined
}

export function ChatRow({ tenantId, chat, activity, ...link }: Props) {
  const { isOpen } = link
  const { t, i18n } = useTranslation()
  const now = useNow(minuteMs)
  const name = chatName(chat, t)
  const assignee = useAssignee(tenantId, chat)
  const last = chat.lastMessage
  const draft = isOpen ? '' : drafts.get(tenantId, chat.id)
  const isUnread = chat.unread > 0 || chat.isMarkedUnread
  return (
    <RowLink {...link}>
      <Avatar
        name={chat.name}
        isGroup={isOfMany(chat)}
        picture={pictureUrl(tenantId, chat)}
        className={classes('size-12 text-lg compact:size-10 compact:text-base', isOpen && 'bg-surface!')}
      />
      <div className="min-w-0 grow">
        <div className="flex items-baseline gap-2">
          <span className="flex min-w-0 grow items-center gap-1 text-lg leading-6 font-medium compact:text-base compact:leading-5">
            <span dir="auto" title={name} className="truncate">
              {name}
            </span>
            {chat.isVerified && <Verified />}
          </span>
          <time className={classes('shrink-0 text-xs tabular-nums', isUnread ? 'font-semibold text-accent' : 'text-soft')}>
            {listTime(chat.lastActivityMs, now, i18n.language)}
          </time>
        </div>
        <div className="flex h-5 items-center gap-1.5 text-base text-soft">
          {activity ? (
            <span className="grow truncate text-accent">{t(`chats.${activity}`)}</span>
          ) : draft !== '' ? (
            <span className="grow truncate">
              <span className="text-warn">{t('chats.draft')}</span> {draft}
            </span>
          ) : (
            <>
              {last?.fromMe === true && last.content.kind !== 'system' && last.content.kind !== 'deleted' && <Ticks status={last.status} />}
              <span className={classes('grow truncate', isUnread && 'text-ink')}>{last && <LastLine chat={chat} message={last} />}</span>
            </>
          )}
          {chat.waitingSinceMs !== null && now - chat.waitingSinceMs >= worthSayingMs && (
            <Since chat={chat} sinceMs={chat.waitingSinceMs} />
          )}
          <ChatMarks chat={chat} now={now} />
          {assignee !== undefined && <AssigneeMark name={assignee} className="size-5" />}
          {chat.unread === 0 && chat.isMarkedUnread && (
            <span
              role="img"
              aria-label={t('chats.markedUnread')}
              title={t('chats.markedUnread')}
              className="size-3 shrink-0 rounded-full bg-accent"
            />
          )}
          {chat.unread > 0 && (
            <span
              aria-label={t('chats.unread', { count: chat.unread })}
              className="flex h-5 min-w-5 shrink-0 items-center justify-center rounded-full bg-accent px-1.5 text-xs font-semibold text-on-accent tabular-nums"
            >
              {chat.unread > 999 ? '999+' : chat.unread}
            </span>
          )}
        </div>
      </div>
    </RowLink>
  )
}

/** What was said last, in one line: by whom, what kind, which words. */
function LastLine({ chat, message }: { chat: Chat; message: Message }) {
  const say = useSay()
  const { figure: Figure, words } = lastInOneLine(chat, message, say)
  const author = lineAuthor(chat, message, say.people, say.t)
  return (
    <>
      {author !== undefined && `${author}: `}
      {Figure && <Figure size={15} aria-hidden className="mr-1 inline align-[-2px]" />}
      {words}
    </>
  )
}

/** Since when somebody waits for an answer. */
function Since({ chat, sinceMs }: { chat: Chat; sinceMs: number }) {
  const { t, i18n } = useTranslation()
  const now = useNow()
  const time = moment(sinceMs, now, i18n.language)
  return (
    <span
      role="img"
      aria-label={t('chats.waitingSince', { time, name: chatName(chat, t) })}
      title={t('chats.waitingSince', { time, name: chatName(chat, t) })}
      className="flex shrink-0 items-center gap-0.5 text-xs text-warn tabular-nums"
    >
      <Clock size={13} aria-hidden />
      {duration(now - sinceMs, i18n.language, 1)}
    </span>
  )
}

/** Where a chat stands among the others. */
function ChatMarks({ chat, now }: { chat: Chat; now: number }) {
  const { t } = useTranslation()
  const marks = [
    { isOn: isMuted(chat, now), Figure: BellOff, label: t('chats.muted') },
    { isOn: chat.pinnedAtMs !== null, Figure: Pin, label: t('chats.pinned') },
    { isOn: chat.isArchived, Figure: Archive, label: t('chats.archived') },
  ]
  return marks.map(
    ({ isOn, Figure, label }) =>
      isOn && (
        <span key={label} role="img" aria-label={label} title={label} className="shrink-0">
          <Figure size={15} aria-hidden />
        </span>
      ),
  )
}
