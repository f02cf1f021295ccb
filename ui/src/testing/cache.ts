// What a page has read so far, and events that come upon it.
import { type InfiniteData, QueryClient } from '@tanstack/react-query'

import { tenantKeys } from '../api/tenant'
import type { Chat, ChatPage, MessagePage } from '../api/types'
import { chat, chatId, event, message, type MessageChange, tenantId } from './world'

/** An answer of one page. */
export const one = <T>(page: T): InfiniteData<T, string | null> => ({ pages: [page], pageParams: [null] })

/** One chat with its message, and another above it, as a panel that shows them has read them. */
export function cacheOfAChat(): QueryClient {
  const client = new QueryClient()
  client.setQueryData(tenantKeys.messages(tenantId, chatId), one<MessagePage>({ items: [message()], nextCursor: null, newerCursor: null }))
  const chats = [chat({ id: 'other', lastActivityMs: 9_000 }), chat()]
  client.setQueryData(tenantKeys.chats(tenantId, ''), one<ChatPage>({ items: chats, nextCursor: null }))
  client.setQueryData(tenantKeys.chat(tenantId, chatId), chat())
  return client
}

/** A message with its chat, as an event of this number carries them. */
export function told(number: number, type: 'received' | 'created' | 'updated', change: MessageChange, chatChange: Partial<Chat> = {}) {
  const said = message(change)
  const now = chat({ lastMessage: said, lastActivityMs: said.placeMs, lastEventNumber: number, ...chatChange })
  return event(number, { type: `message.${type}`, data: { message: said, chat: now } })
}

/** The chat's messages page by page, as they are shown. */
export const shownPages = (client: QueryClient) =>
  client.getQueryData<InfiniteData<MessagePage>>(tenantKeys.messages(tenantId, chatId))?.pages ?? []

/** The chat's messages, as they are shown. */
export const shownMessages = (client: QueryClient) => shownPages(client).flatMap(({ items }) => items)

/** The chats of the list's first page. */
export const shownChats = (client: QueryClient) =>
  client.getQueryData<InfiniteData<ChatPage>>(tenantKeys.chats(tenantId, ''))?.pages[0]?.items ?? []
