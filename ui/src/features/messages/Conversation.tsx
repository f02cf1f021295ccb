import { useQuery, useQueryClient } from '@tanstack/react-query'
import { ArrowLeft, MessageCircleOff } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'

import { noticeChange } from '../../api/live'
import { troubleOf } from '../../api/problem'
import { activities as activitiesQuery, chat as chatQuery, pictureUrl, profile as profileQuery, tenantActions } from '../../api/tenant'
import type { Chat } from '../../api/types'
import { formatPhone } from '../../lib/phone'
import { Avatar } from '../../ui/Avatar'
import { Blank } from '../../ui/Blank'
import { IconButton } from '../../ui/Button'
import { Skeleton } from '../../ui/Skeleton'
import { chatName, isOfMany } from './chat-words'
import { Composer } from './Composer'
import { DropTarget } from './composing/DropTarget'
import { trayOf } from './composing/tray'
import { History } from './History'
import { useSending } from './sending'
import { Verified } from './Verified'

interface Props {
  tenantId: string
  chatId: string
  /** Back to the list, where it does not stand beside. */
  onBack: (() => void) | undefined
}

/** One chat: who, what was said, and the field to write. Give it the chat's id as `key`. */
export function Conversation({ tenantId, chatId, onBack }: Props) {
  const { t } = useTranslation()
  const { data: known, error } = useQuery(chatQuery(tenantId, chatId))
  const isGone = error !== null && troubleOf(error).code === 'not_found'
  const chat = isGone ? undefined : known
  return (
    <section className="flex h-full min-h-0 min-w-0 grow flex-col bg-chat">
      <Head tenantId={tenantId} chatId={chatId} chat={chat} onBack={onBack} />
      {isGone ? (
        <Blank icon={<MessageCircleOff />} title={t('conversation.gone')} />
      ) : chat ? (
        <Body tenantId={tenantId} chat={chat} />
      ) : (
        <div className="grow" />
      )}
    </section>
  )
}

function Body({ tenantId, chat }: { tenantId: string; chat: Chat }) {
  const { t } = useTranslation()
  const sending = useSending(tenantId, chat.id)
  // As it was when the conversation was opened: the divider stays while the count goes, until it is answered. By the
  // chat's own clock, which is WhatsApp's: this machine's may be wrong.
  const [unread, setUnread] = useState(() => ({ count: chat.unread, untilMs: chat.lastActivityMs }))
  useReading(tenantId, chat)
  const tray = trayOf(tenantId, chat.id)
  const answered = () => setUnread((unread) => ({ ...unread, count: 0 }))
  return (
    <DropTarget name={chatName(chat, t)} onFiles={chat.isCurrent ? (files, hasFolder) => tray.add(files, hasFolder) : undefined}>
      <History tenantId={tenantId} chat={chat} unread={unread} sending={sending} />
      {chat.isCurrent ? (
        <Composer
          tenantId={tenantId}
          chatId={chat.id}
          tray={tray}
          onSend={(text) => {
            answered()
            sending.send(text)
          }}
          onSendFiles={(files, isAsDocument, text) => {
            answered()
            sending.sendFiles(files, isAsDocument, text)
          }}
          onSendVoice={(recorded) => {
            answered()
            sending.sendVoice(recorded)
          }}
        />
      ) : (
        <p className="border-t border-line bg-surface px-4 py-3 text-center text-soft">{t('problem.other_account')}</p>
      )}
    </DropTarget>
  )
}

/** What is on a screen that somebody looks at is read. */
function useReading(tenantId: string, { id, unread, isMarkedUnread }: Chat) {
  const client = useQueryClient()
  const [isSeen, setSeen] = useState(() => document.visibilityState === 'visible')
  useEffect(() => {
    const look = () => setSeen(document.visibilityState === 'visible')
    document.addEventListener('visibilitychange', look)
    return () => document.removeEventListener('visibilitychange', look)
  }, [])
  useEffect(() => {
    if (!isSeen || (unread === 0 && !isMarkedUnread)) return
    tenantActions.read(tenantId, id).then(
      () => noticeChange(client, tenantId, id),
      () => undefined,
    )
  }, [client, tenantId, id, unread, isMarkedUnread, isSeen])
}

interface HeadProps {
  tenantId: string
  chatId: string
  chat: Chat | undefined
  onBack: (() => void) | undefined
}

function Head({ tenantId, chatId, chat, onBack }: HeadProps) {
  const { t } = useTranslation()
  const { data: activities } = useQuery(activitiesQuery(tenantId))
  // What it answers comes with the chat, too, for the list.
  useQuery({ ...profileQuery(tenantId, chatId), enabled: chat?.isCurrent === true })
  const name = chat ? chatName(chat, t) : ''
  const phone = formatPhone(chat?.pn ?? '')
  const activity = activities[chatId]
  const subtitle = !chat || chat.kind === 'direct' ? (name === phone ? '' : phone) : chatName({ ...chat, name: '' }, t)
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
          <div className="min-w-0" title={chat.about === '' ? undefined : chat.about}>
            <h1 className="flex items-center gap-1 text-lg leading-5 font-semibold">
              <span className="truncate">{name}</span>
              {chat.isVerified && <Verified />}
            </h1>
            <p aria-live="polite" className={`h-5 truncate text-sm tabular-nums ${activity ? 'text-accent' : 'text-soft'}`}>
              {activity ? t(`chats.${activity}`) : subtitle}
            </p>
          </div>
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
