import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query'
import { ArrowLeft, CloudOff, MessageCircleOff } from 'lucide-react'
import { type KeyboardEvent, type RefObject, useEffect, useEffectEvent, useLayoutEffect, useMemo, useRef, useState } from 'react'

import { noticeChange } from '../../api/chat-events'
import { scheduled as scheduledQuery } from '../../api/outbox'
import { troubleOf } from '../../api/problem'
import { sendingActions } from '../../api/sending'
import {
  activities as activitiesQuery,
  chat as chatQuery,
  messages as messagesQuery,
  pictureUrl,
  portal as portalQuery,
  profile as profileQuery,
  tenantKeys,
} from '../../api/tenant'
import type { Chat, Message } from '../../api/types'
import { formatPhone } from '../../lib/phone'
import { useSingleKeys } from '../../lib/single-keys'
import { useTranslation } from '../../lib/translation'
import { Avatar } from '../../ui/Avatar'
import { Blank } from '../../ui/Blank'
import { Button, IconButton } from '../../ui/Button'
import { Late } from '../../ui/Late'
import { Skeleton } from '../../ui/Skeleton'
import { Verified } from '../../ui/Verified'
import { ActingProvider } from './acting/ActingProvider'
import { answeringOf } from './acting/answering'
import { isEditable, lastToAnswer } from './acting/deeds'
import { chatName, isOfMany } from './chat-words'
import { AssigneeMark } from './attending/AssigneeMark'
import { useAssignee } from './attending/use-assignee'
import { useOthers } from './attending/use-others'
import { Composer } from './Composer'
import { DropTarget } from './composing/DropTarget'
import { trayOf } from './composing/tray'
import { ChatMenu } from './details/ChatMenu'
import { drafts } from './drafts'
import { handOver } from './gone-chats'
import { History } from './History'
import { listedChat } from './known-chat'
import { type Later, LaterContext } from './later/later'
import { LaterBar } from './later/LaterBar'
import { KnownPeople } from './people'
import { useSending } from './sending'

interface Props {
  tenantId: string
  chatId: string
  /** Back to the list, where it does not stand beside. */
  onBack: (() => void) | undefined
  /** The message to open at; the end without one. */
  at?: string | undefined
  /** Opens at another message, or at the end again; instead of the place where one is, Back does not lead to that. */
  onAt: (messageId: string | undefined, isInstead?: boolean) => void
  /** The chat became another one, which this shows from now on: what was begun here goes on. */
  onMerged: (chatId: string) => void
  /** Opened by a key that goes from chat to chat: the focus stays out of the field. */
  isByKey?: boolean
}

/** One chat: who, what was said, and the field to write. Give it a `key` of its own that stays where a chat becomes another one. */
export function Conversation({ tenantId, chatId: firstId, onBack, at, onAt, onMerged, isByKey = false }: Props) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const [chatId, setChatId] = useState(firstId)
  const { data: asked, error, refetch } = useQuery(chatQuery(tenantId, chatId))
  const became = asked && asked.id !== chatId ? asked : undefined
  const follow = useEffectEvent((chat: Chat) => {
    // Before this shows the other one: what else looks for it asks the server once more, which may not answer.
    handOver(client, tenantId, chatId, chat.id)
    client.setQueryData<Chat>(tenantKeys.chat(tenantId, chat.id), (known) => known ?? chat)
    setChatId(chat.id)
    onMerged(chat.id)
  })
  // In one step, so that nothing that was begun is missing in between.
  useLayoutEffect(() => {
    // eslint-disable-next-line react-hooks/set-state-in-effect -- to hand over is no part of drawing
    if (became) follow(became)
  }, [became])
  // Asked for together with the chat, not after it.
  const { data: pages } = useInfiniteQuery(messagesQuery(tenantId, chatId, at))
  const trouble = error === null ? undefined : troubleOf(error).code
  const isGone = trouble === 'not_found'
  const chat = isGone ? undefined : became ? { ...became, id: chatId } : (asked ?? listedChat(client, tenantId, chatId))
  // The page around this asks for it.
  const { data: me } = useQuery({ ...portalQuery(tenantId), enabled: false, select: ({ account }) => account })
  const [wanted, setWanted] = useState<string>()
  const known = useMemo(() => pages?.pages.flatMap(({ items }) => items) ?? [], [pages])
  const heading = useFirstFocus(chat !== undefined, isByKey)
  const onKeyDown = (event: KeyboardEvent) => {
    // Out of the field, so that the keys that go from chat to chat work again.
    if (event.key === 'Escape' && event.target instanceof HTMLTextAreaElement && !event.defaultPrevented) heading.current?.focus()
  }
  return (
    <KnownPeople messages={known} chat={chat} me={me ?? null}>
      <section onKeyDown={onKeyDown} className="flex h-full min-h-0 min-w-0 grow flex-col bg-chat">
        <Head tenantId={tenantId} chatId={chatId} chat={chat} heading={heading} onBack={onBack} onShow={setWanted} />
        {isGone ? (
          <Blank icon={<MessageCircleOff />} title={t('conversation.gone')} />
        ) : chat ? (
          <Body
            tenantId={tenantId}
            chat={chat}
            known={known}
            at={at}
            onAt={onAt}
            wanted={wanted}
            onWant={setWanted}
            isFieldFirst={!isByKey}
          />
        ) : trouble ? (
          <Blank
            icon={<CloudOff />}
            title={t('conversation.chatFailed')}
            text={t(`problem.${trouble}`)}
            action={<Button onClick={() => void refetch()}>{t('common.retry')}</Button>}
          />
        ) : (
          <p role="status" className="grow p-6 text-center text-soft">
            <Late afterMs={10_000}>{t('conversation.slow')}</Late>
          </p>
        )}
      </section>
    </KnownPeople>
  )
}

interface BodyProps extends Pick<Props, 'tenantId' | 'at' | 'onAt'> {
  chat: Chat
  known: readonly Message[]
  /** A message that is to be shown, once. */
  wanted: string | undefined
  onWant: (messageId: string | undefined) => void
  isFieldFirst: boolean
}

function Body({ tenantId, chat, known, at, onAt, wanted, onWant, isFieldFirst }: BodyProps) {
  const { t } = useTranslation()
  const sending = useSending(tenantId, chat.id)
  // As it was when the conversation was opened: the divider stays while the count goes, until it is answered. By the
  // chat's own clock, which is WhatsApp's: this machine's may be wrong.
  const [unread, setUnread] = useState(() => ({ count: chat.unread, untilMs: chat.lastActivityMs }))
  const [isEndSeen, setEndSeen] = useState(false)
  useReading(tenantId, chat, isEndSeen)
  const tray = trayOf(tenantId, chat.id)
  useSingleKeys({
    r: () => {
      const message = chat.isCurrent ? lastToAnswer(known, Date.now()) : undefined
      if (message) answeringOf(tenantId, chat.id).set({ kind: 'reply', message })
    },
  })
  const { data: waiting } = useQuery({ ...scheduledQuery(tenantId, chat.id), enabled: chat.isCurrent })
  const later = useMemo(
    (): Later => ({
      waiting: waiting ?? [],
      sendNow: sending.sendNow,
      cancel: sending.cancelLater,
      rewrite: (words) => drafts.putBefore(tenantId, chat.id, words),
    }),
    [waiting, sending, tenantId, chat.id],
  )
  const answered = () => setUnread((unread) => ({ ...unread, count: 0 }))
  return (
    <DropTarget name={chatName(chat, t)} onFiles={chat.isCurrent ? (files, hasFolder) => tray.add(files, hasFolder) : undefined}>
      <ActingProvider tenantId={tenantId} chat={chat}>
        <LaterContext value={later}>
          <History
            key={`${chat.id} ${at ?? ''}`}
            tenantId={tenantId}
            chat={chat}
            unread={unread}
            sending={sending}
            at={at}
            onAt={onAt}
            wanted={wanted}
            onWant={onWant}
            onEndSeen={setEndSeen}
          />
          <LaterBar tenantId={tenantId} chatId={chat.id} />
          {chat.isCurrent ? (
            <Composer
              tenantId={tenantId}
              chatId={chat.id}
              tray={tray}
              isFieldFirst={isFieldFirst}
              lastOwn={() => known.find((message) => isEditable(message, Date.now()))}
              onSend={(text, more) => {
                answered()
                sending.send(text, more)
              }}
              onSendFiles={(files, isAsDocument, text, more) => {
                answered()
                sending.sendFiles(files, isAsDocument, text, more)
              }}
              onSendDraft={(draft, more) => {
                answered()
                sending.sendDraft(draft, more)
              }}
              onSendVoice={(recorded, more) => {
                answered()
                sending.sendVoice(recorded, more)
              }}
            />
          ) : (
            <p className="border-t border-line bg-surface px-4 py-3 text-center text-soft">{t('problem.other_account')}</p>
          )}
        </LaterContext>
      </ActingProvider>
    </DropTarget>
  )
}

/** Read is what has been seen: to its end, on a screen that somebody looks at. A mark made by hand goes by opening. */
function useReading(tenantId: string, { id, unread, isMarkedUnread }: Chat, isEndSeen: boolean) {
  const client = useQueryClient()
  const [wasMarked] = useState(isMarkedUnread)
  const isMarkSeen = wasMarked && isMarkedUnread && unread === 0
  const [isSeen, setSeen] = useState(() => document.visibilityState === 'visible')
  useEffect(() => {
    const look = () => setSeen(document.visibilityState === 'visible')
    document.addEventListener('visibilitychange', look)
    return () => document.removeEventListener('visibilitychange', look)
  }, [])
  useEffect(() => {
    if (!isSeen || !(isMarkSeen || (unread > 0 && isEndSeen))) return
    sendingActions.read(tenantId, id).then(
      () => noticeChange(client, tenantId, id),
      () => undefined,
    )
  }, [client, tenantId, id, unread, isMarkSeen, isEndSeen, isSeen])
}

interface HeadProps {
  tenantId: string
  chatId: string
  chat: Chat | undefined
  heading: RefObject<HTMLHeadingElement | null>
  onBack: (() => void) | undefined
  /** Shows a message in the conversation. */
  onShow: (messageId: string) => void
}

function Head({ tenantId, chatId, chat, heading, onBack, onShow }: HeadProps) {
  const { t } = useTranslation()
  const { data: activities } = useQuery(activitiesQuery(tenantId))
  // What it answers comes with the chat, too, for the list.
  useQuery({ ...profileQuery(tenantId, chatId), enabled: chat?.isCurrent === true })
  const name = chat ? chatName(chat, t) : ''
  const phone = formatPhone(chat?.pn ?? '')
  const activity = activities[chatId]
  const others = useOthers(tenantId, chatId)
  const assignee = useAssignee(tenantId, chat)
  const subtitle = !chat || chat.kind === 'direct' ? (name === phone ? '' : phone) : chatName({ ...chat, name: '' }, t)
  // Before the number, which is known anyway: on a phone there is room for one.
  const beside = activity ? others : [others, subtitle].filter(Boolean).join(' · ')
  return (
    <header className="flex h-16 shrink-0 items-center gap-3 border-b border-line bg-surface px-3">
      {onBack && (
        <IconButton label={t('conversation.back')} onClick={onBack} className="-ml-1">
          <ArrowLeft size={20} />
        </IconButton>
      )}
      {chat ? (
        <>
          <Avatar name={chat.name} isGroup={isOfMany(chat)} picture={pictureUrl(tenantId, chat)} className="size-10 text-base" />
          <div className="min-w-0 grow" title={chat.about === '' ? undefined : chat.about}>
            <h1 ref={heading} tabIndex={-1} className="flex items-center gap-1 text-lg leading-5 font-semibold outline-none">
              <span dir="auto" title={name} className="truncate">
                {name}
              </span>
              {chat.isVerified && <Verified />}
            </h1>
            <p aria-live="polite" className="h-5 truncate text-sm text-soft tabular-nums">
              {activity && <span className="text-accent">{t(`chats.${activity}`)}</span>}
              {activity && others !== undefined && ' · '}
              {beside}
            </p>
          </div>
          {/* On a phone the name needs the room; the list shows it there. */}
          {assignee !== undefined && <AssigneeMark name={assignee} className="size-7 max-sm:hidden" />}
          <ChatMenu tenantId={tenantId} chat={chat} onShow={onShow} />
        </>
      ) : (
        <>
          <Skeleton className="size-10 rounded-full!" />
          <Skeleton className="h-4 w-40" />
        </>
      )}
    </header>
  )
}

/** Where no keyboard stands beside the screen, whoever opens a chat begins at its name: the field would raise one. So does who walks by keys. */
function useFirstFocus(isThere: boolean, isByKey: boolean) {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    if (isThere && (isByKey || !matchMedia('(hover: hover)').matches)) heading.current?.focus({ preventScroll: true })
  }, [isThere, isByKey])
  return heading
}
