import { useQueryClient } from '@tanstack/react-query'
import type { TFunction } from 'i18next'
import { useEffect, useRef } from 'react'

import { type Arrival, arrivals } from '../../../api/arrivals'
import { useTranslation } from '../../../lib/translation'
import { visible } from '../../../lib/visible'
import { authorName, chatName, isOfMany } from '../chat-words'
import { inOneLine, lastInOneLine } from '../kinds/lines'
import { knownChat } from '../known-chat'
import { nobodyKnown } from '../people'
import { Announcer } from './announcer'
import { followPermission } from './permission'
import { usePushes } from './use-pushes'

export interface Notifying {
  tenantId: string
  tenantName: string
  /** The chat that this page shows now. */
  openChatId: () => string | undefined
  /** A notice was pressed; no chat where it is of many. */
  onOpen: (chatId: string | undefined) => void
}

/** What a notice says of a message: who, and what they wrote or only that they did. */
export function noticeOf({ chat, message }: Arrival, showsText: boolean, t: TFunction, language: string): { title: string; body: string } {
  const title = chatName(chat, t)
  if (!showsText) return { title, body: t('notices.newMessage') }
  const people = nobodyKnown(t, language)
  const say = { t, language, people }
  // What came since has a notice of its own.
  const line = chat.lastMessage?.id === message.id ? lastInOneLine(chat, message, say) : inOneLine(message, say)
  const words = visible(line.words) || t('notices.newMessage')
  return { title, body: isOfMany(chat) ? `${authorName(message, people, t)}: ${words}` : words }
}

/** Tells of what arrives, for as long as the panel is open. */
export function useNotifying(given: Notifying): void {
  const { t, i18n } = useTranslation()
  const client = useQueryClient()
  const { tenantId } = given
  const latest = useRef({ ...given, t, language: i18n.language })
  const isLookedAt = (chatId: string) => document.visibilityState === 'visible' && given.openChatId() === chatId
  const isRead = (chatId: string) => isLookedAt(chatId) || knownChat(client, tenantId, chatId)?.unread === 0
  const settlePushes = usePushes({ tenantId, isRead, onOpen: given.onOpen })
  useEffect(() => {
    latest.current = { ...given, t, language: i18n.language }
  })
  useEffect(() => {
    const isLookedAt = (chatId: string) => document.visibilityState === 'visible' && latest.current.openChatId() === chatId
    const announcer = new Announcer({
      tenantId,
      isLookedAt,
      wordsOf: (arrival, showsText) => noticeOf(arrival, showsText, latest.current.t, latest.current.language),
      wordsOfMany: (count) => ({ title: latest.current.tenantName, body: latest.current.t('notices.newInChats', { count }) }),
      onOpen: (chatId) => latest.current.onOpen(chatId),
    })
    const settle = () => {
      announcer.settle((chatId) => isLookedAt(chatId) || knownChat(client, tenantId, chatId)?.unread === 0)
      settlePushes()
    }
    const leaveArrivals = arrivals.follow((whose, arrival) => {
      if (whose === tenantId) announcer.take(arrival)
    })
    const leaveCache = client.getQueryCache().subscribe(({ type, query: { queryKey } }) => {
      const [what, whose] = queryKey as readonly unknown[]
      if (type === 'updated' && whose === tenantId && (what === 'chats' || what === 'chat')) settle()
    })
    document.addEventListener('visibilitychange', settle)
    const leavePermission = followPermission()
    return () => {
      leaveArrivals()
      leaveCache()
      document.removeEventListener('visibilitychange', settle)
      leavePermission()
      announcer.stop()
    }
  }, [client, tenantId, settlePushes])
}
