// Messages that disappear go from every answer in hand when their time comes: the server takes them out later, and tells
// of their chat alone.
import type { Query, QueryClient } from '@tanstack/react-query'

import { longestWaitMs } from '../lib/now'
import { readAnew } from './gaps'
import { dropItems, mapItems, type Pages } from './pages'
import type { Reducer } from './reducer'
import { tenantKeys } from './tenant'
import type { Chat, ChatPage, FoundPage, Message, MessagePage } from './types'

/** When a message has no time left at the earliest, in UTC milliseconds; nothing where it stays. */
const earliestEndOf = ({ placeMs, context, marks }: Message): number | undefined =>
  context.expiresAfterS == null || marks.isKept ? undefined : placeMs + context.expiresAfterS * 1_000

/** When somebody else's message has no time left. The time of an own one begins when it leaves, which the server alone knows. */
const endOf = (message: Message): number | undefined => (message.fromMe ? undefined : earliestEndOf(message))

/** An own message's time begins when it leaves. */
const mayBeOver = (message: Message, nowMs: number): boolean =>
  message.fromMe && message.status !== 'queued' && message.status !== 'failed' && (earliestEndOf(message) ?? Infinity) <= nowMs

export const expiryReducer = {
  on: {
    'chat.updated': {
      // That own messages are over is told by their chat alone.
      follow: (client, tenantId, { data: { id } }) => {
        if (mayHoldOver(client, tenantId, id)) readAnew(client, [tenantKeys.messages(tenantId, id), tenantKeys.galleriesOf(tenantId, id)])
      },
    },
  },
} satisfies Reducer

/** Whether a conversation in hand has own messages that may be over. */
function mayHoldOver(client: QueryClient, tenantId: string, chatId: string): boolean {
  const nowMs = Date.now()
  return client
    .getQueriesData<Pages<MessagePage>>({ queryKey: tenantKeys.messages(tenantId, chatId) })
    .some(([, pages]) => pages?.pages.some(({ items }) => items.some((one) => mayBeOver(one, nowMs))))
}

/** Keeps the answers free of what is over, until the returned function is called. */
export function followExpiry(client: QueryClient, tenantId: string): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined
  let nextMs = Infinity

  const wait = (endMs: number | undefined) => {
    if (endMs === undefined || endMs >= nextMs) return
    nextMs = endMs
    clearTimeout(timer)
    timer = setTimeout(dropAll, Math.min(longestWaitMs, Math.max(0, endMs - Date.now())))
  }
  const drop = (query: Query) => wait(dropOver(client, tenantId, query, Date.now()))
  const dropAll = () => {
    nextMs = Infinity
    client
      .getQueryCache()
      .findAll({ predicate: isOf(tenantId) })
      .forEach(drop)
  }
  // The timers of a machine that slept are late.
  const onShow = () => {
    if (document.visibilityState === 'visible' && nextMs <= Date.now()) dropAll()
  }
  dropAll()
  document.addEventListener('visibilitychange', onShow)
  const leave = client.getQueryCache().subscribe((news) => {
    const query = news.query as Query
    if (news.type === 'updated' && news.action.type === 'success' && isOf(tenantId)(query)) drop(query)
  })
  return () => {
    clearTimeout(timer)
    document.removeEventListener('visibilitychange', onShow)
    leave()
  }
}

const isOf =
  (tenantId: string) =>
  ({ queryKey }: Query): boolean =>
    queryKey[1] === tenantId

/** Takes out of an answer what is over; returns when the next of what it has will be. */
function dropOver(client: QueryClient, tenantId: string, query: Query, nowMs: number): number | undefined {
  const { queryKey, state } = query
  let nextMs: number | undefined
  let isDropped = false
  const isOver = (message: Message): boolean => {
    const endMs = endOf(message)
    if (endMs === undefined) return false
    if (endMs > nowMs) nextMs = Math.min(nextMs ?? Infinity, endMs)
    else isDropped = true
    return endMs <= nowMs
  }
  const without = (chat: Chat): Chat =>
    chat.lastMessage && isOver(chat.lastMessage)
      ? { ...chat, lastMessage: newestLeft(client, tenantId, chat.id, nowMs), lastAlbum: null }
      : chat
  const { data } = state
  if (data == null) return undefined
  const changed = () => {
    switch (queryKey[0]) {
      case 'messages':
      case 'gallery':
        return dropItems(data as Pages<MessagePage>, isOver)
      case 'found':
        return dropItems(data as Pages<FoundPage>, ({ message }) => isOver(message))
      case 'chats':
        return mapItems(data as Pages<ChatPage>, without)
      case 'chat':
        return without(data as Chat)
      default:
        return undefined
    }
  }
  const left = changed()
  if (isDropped) {
    // What is left is no newer than it was, and no fresher.
    const { dataUpdatedAt, isInvalidated } = state
    client.setQueryData(queryKey, left, { updatedAt: dataUpdatedAt })
    if (isInvalidated) query.invalidate()
  }
  return nextMs
}

/** What a chat's newest message is, as far as its conversation is here. */
function newestLeft(client: QueryClient, tenantId: string, chatId: string, nowMs: number): Message | null {
  const page = client.getQueryData<Pages<MessagePage>>(tenantKeys.messages(tenantId, chatId))?.pages[0]
  return page?.items.find((message) => (endOf(message) ?? Infinity) > nowMs) ?? null
}
