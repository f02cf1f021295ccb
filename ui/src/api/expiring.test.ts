import { type InfiniteData, QueryClient } from '@tanstack/react-query'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'

import { chat, chatId, event, message, type MessageChange, tenantId } from '../testing/world'
import { followExpiry } from './expiring'
import { applyEvent } from './live'
import { tenantKeys } from './tenant'
import type { Chat, ChatPage, MessagePage } from './types'

const day = 86_400
const dayMs = day * 1_000
const now = Date.UTC(2026, 10, 30, 12)
const one = <T>(page: T): InfiniteData<T, string | null> => ({ pages: [page], pageParams: [null] })
const passing = (id: string, leftMs: number, change: MessageChange = {}) =>
  message({ id, placeMs: now + leftMs - dayMs, atMs: now + leftMs - dayMs, ...change, context: { expiresAfterS: day } })

let client: QueryClient
let leave: () => void
const conversation = () =>
  client
    .getQueryData<InfiniteData<MessagePage>>(tenantKeys.messages(tenantId, chatId))
    ?.pages.flatMap(({ items }) => items.map(({ id }) => id))
const preview = () => client.getQueryData<InfiniteData<ChatPage>>(tenantKeys.chats(tenantId, ''))?.pages[0]?.items[0]?.lastMessage?.id
const put = (...items: ReturnType<typeof message>[]) => {
  client.setQueryData(tenantKeys.messages(tenantId, chatId), one<MessagePage>({ items, nextCursor: null, newerCursor: null }))
  const known = chat({ lastMessage: items[0] ?? null })
  client.setQueryData(tenantKeys.chats(tenantId, ''), one<ChatPage>({ items: [known], nextCursor: null }))
  client.setQueryData(tenantKeys.chat(tenantId, chatId), known)
}

beforeEach(() => {
  vi.useFakeTimers({ now })
  client = new QueryClient({ defaultOptions: { queries: { gcTime: Infinity } } })
  leave = followExpiry(client, tenantId)
})
afterEach(() => {
  leave()
  client.clear()
  vi.useRealTimers()
})

it('a message goes from conversation and list at its moment, not before', () => {
  put(passing('B', 60_000), passing('A', 30_000), message({ id: 'stays' }))
  vi.advanceTimersByTime(29_999)
  expect(conversation()).toEqual(['B', 'A', 'stays'])
  vi.advanceTimersByTime(1)
  expect([conversation(), preview()]).toEqual([['B', 'stays'], 'B'])
  vi.advanceTimersByTime(30_000)
  expect([conversation(), preview()]).toEqual([['stays'], 'stays'])
  expect(client.getQueryData<Chat>(tenantKeys.chat(tenantId, chatId))?.lastMessage?.id).toBe('stays')
})

it('what goes makes nothing of what is left fresher than it was', () => {
  put(passing('A', 30_000), message({ id: 'stays' }))
  const key = tenantKeys.messages(tenantId, chatId)
  const state = () => client.getQueryState(key)
  const { dataUpdatedAt } = state() ?? {}
  void client.invalidateQueries({ queryKey: key })
  vi.advanceTimersByTime(30_000)
  expect([conversation(), state()?.isInvalidated, state()?.dataUpdatedAt]).toEqual([['stays'], true, dataUpdatedAt])
})

it('what is over when it comes is never shown, and waits for what comes later', async () => {
  const answer = one<MessagePage>({ items: [passing('B', 5_000), passing('A', -1)], nextCursor: null, newerCursor: null })
  await client.fetchQuery({ queryKey: tenantKeys.messages(tenantId, chatId), queryFn: () => answer })
  expect(conversation()).toEqual(['B'])
  applyEvent(
    client,
    tenantId,
    event(1, { type: 'message.received', data: { message: passing('C', 2_000, { placeMs: now - dayMs + 2_000 }), chat: chat() } }),
  )
  vi.advanceTimersByTime(2_000)
  expect(conversation()).toEqual(['B'])
  vi.advanceTimersByTime(3_000)
  expect(conversation()).toEqual([])
})

it('what is kept stays; of an own one the server says when it is over, by its chat', () => {
  put(passing('mine', 1_000, { fromMe: true }), passing('kept', 1_000, { marks: { isKept: true } }))
  vi.advanceTimersByTime(10_000)
  expect(conversation()).toEqual(['mine', 'kept'])
  applyEvent(client, tenantId, event(1, { type: 'chat.updated', data: chat({ lastEventNumber: 1 }) }))
  expect(conversation(), 'who looks next asks').toBeUndefined()
})

it.each(['queued', 'failed'] as const)(
  'an own one that is %s has not begun to pass, and no word of its chat makes all be read again',
  (status) => {
    put(passing('mine', -1, { fromMe: true, status }))
    applyEvent(client, tenantId, event(1, { type: 'chat.updated', data: chat({ lastEventNumber: 1 }) }))
    expect(conversation()).toEqual(['mine'])
  },
)

it('a time longer than a timer can wait does not end at once', () => {
  put(passing('far', 80 * dayMs))
  vi.advanceTimersByTime(79 * dayMs)
  expect(conversation()).toEqual(['far'])
  vi.advanceTimersByTime(dayMs)
  expect(conversation()).toEqual([])
})
