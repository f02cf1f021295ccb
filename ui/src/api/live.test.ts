import { type QueryClient, QueryObserver } from '@tanstack/react-query'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

import { cacheOfAChat, one, shownChats, shownMessages, told } from '../testing/cache'
import { chat, chatId, event, message, tenantId } from '../testing/world'
import { attendingKeys } from './attending'
import { connection } from './connection'
import { contactKeys } from './contacts'
import { applyEvent, completeAnswers, followTenant } from './live'
import type { openSocket } from './socket'
import { tenantKeys } from './tenant'
import type { ChatPage, MessagePage, PortalEvent } from './types'

type Wishes = Parameters<typeof openSocket>[0]
const socket = vi.hoisted(() => ({ wishes: undefined as Wishes | undefined }))
vi.mock('./socket', () => ({
  openSocket: (wishes: Wishes) => {
    socket.wishes = wishes
    return () => undefined
  },
}))

let client: QueryClient
/** Somebody looks at it, until the returned function is called; nothing is asked for. */
const look = (queryKey: readonly unknown[]) => new QueryObserver(client, { queryKey, enabled: false }).subscribe(() => undefined)
const apply = (event: PortalEvent) => applyEvent(client, tenantId, event)

beforeEach(() => {
  client = cacheOfAChat()
})

describe('an event', () => {
  it('of stored history has everything read again', () => {
    apply(event(1, { type: 'history.stored', data: { chats: 3, messages: 9, messagesSoFar: 9 } }))
    for (const key of [tenantKeys.chats(tenantId, ''), tenantKeys.messages(tenantId, chatId), tenantKeys.chat(tenantId, chatId)]) {
      expect(client.getQueryState(key), 'nobody looks at it: who does next asks').toBeUndefined()
    }
  })
})

describe('an answer', () => {
  it('that was asked for before an event came is completed by it', async () => {
    const recent = [told(5, 'received', { id: 'M2', atMs: 20_000 }, { unread: 0 })]
    const leave = completeAnswers(client, tenantId, recent)
    const stale = chat({ unread: 1, lastEventNumber: 4 })
    await client.fetchQuery({
      queryKey: tenantKeys.chats(tenantId, ''),
      queryFn: () => {
        recent.push(told(6, 'received', { id: 'M3', atMs: 21_000 }, { unread: 2 }))
        return one<ChatPage>({ items: [stale], nextCursor: null })
      },
    })
    expect(shownChats(client)[0]?.unread).toBe(2)
    leave()
  })

  it('that knows more than an event which came before it was asked for keeps what it knows', async () => {
    const leave = completeAnswers(client, tenantId, [told(5, 'received', { id: 'M2', atMs: 20_000 })])
    const edited = message({ id: 'M2', atMs: 20_000, content: { kind: 'text', text: 'melhor' } })
    const answer = one<MessagePage>({ items: [edited, message()], nextCursor: null, newerCursor: null })
    await client.fetchQuery({ queryKey: tenantKeys.messages(tenantId, chatId), queryFn: () => answer })
    expect(shownMessages(client)[0]?.content).toEqual({ kind: 'text', text: 'melhor' })
    leave()
  })
})

describe('the socket', () => {
  let page: { items: PortalEvent[]; lastNumber: number; resync: boolean }
  let asked: string[]
  let leave: () => void
  const hear = (event: PortalEvent) => (socket.wishes?.on.event as ((event: PortalEvent) => void) | undefined)?.(event)

  beforeEach(() => {
    asked = []
    vi.stubGlobal('fetch', (request: Request) => {
      asked.push(new URL(request.url).search)
      return Promise.resolve(Response.json(page))
    })
    leave = followTenant(client, tenantId, () => undefined)
  })
  afterEach(() => {
    leave()
    vi.unstubAllGlobals()
  })

  it('that skipped an event has the gap filled before what lies behind it', async () => {
    page = {
      items: [told(1, 'received', { id: 'A', atMs: 20_000 }), told(2, 'received', { id: 'B', atMs: 30_000 })],
      lastNumber: 2,
      resync: false,
    }
    hear(told(2, 'received', { id: 'B', atMs: 30_000 }))
    await vi.waitFor(() => expect(shownMessages(client).map(({ id }) => id)).toEqual(['B', 'A', 'M1']))
  })

  it('whose missed events are gone from the server has everything read again, and goes on from there', async () => {
    page = { items: [], lastNumber: 900, resync: true }
    const others = [
      tenantKeys.labels(tenantId),
      tenantKeys.quickReplies(tenantId),
      tenantKeys.participants(tenantId, chatId),
      contactKeys.page(tenantId, '', 0),
      contactKeys.blocked(tenantId),
      // Who was erased meanwhile is not told of.
      tenantKeys.profile(tenantId, chatId),
      tenantKeys.receipts(tenantId, chatId, 'm'),
    ]
    for (const key of others) client.setQueryData(key, [])
    const looked = look(tenantKeys.messages(tenantId, chatId))
    socket.wishes?.onOpen()
    await vi.waitFor(() => expect(client.getQueryState(tenantKeys.messages(tenantId, chatId))?.isInvalidated).toBe(true))
    for (const key of others) expect(client.getQueryState(key)?.isInvalidated ?? true, key.join()).toBe(true)
    hear(told(901, 'received', { id: 'next', atMs: 90_000 }))
    expect(shownMessages(client)[0]?.id).toBe('next')
    expect(client.getQueryState(tenantKeys.messages(tenantId, chatId))?.isInvalidated, 'the gap is still there').toBe(true)
    expect(asked).toHaveLength(1)
    looked()
  })

  it('that does not come up has the events asked for, so that whoever was erased is gone at once', async () => {
    vi.useFakeTimers()
    leave()
    leave = followTenant(client, tenantId, () => undefined)
    page = { items: [event(1, { type: 'contact.erased', data: { erasureId: 'e', contactId: 'c' } })], lastNumber: 1, resync: false }
    client.setQueryData(contactKeys.one(tenantId, 'c'), { name: 'Ana' })
    connection.set('asking')
    await vi.advanceTimersByTimeAsync(4_000)
    expect(client.getQueryData(contactKeys.one(tenantId, 'c'))).toBeUndefined()
    expect(asked).toHaveLength(1)
    connection.set('live')
    await vi.advanceTimersByTimeAsync(20_000)
    expect(asked, 'the socket tells by itself').toHaveLength(1)
    vi.useRealTimers()
  })
})

describe('somebody who was erased', () => {
  it('is forgotten here, except where somebody looks, who sees what is left', () => {
    const leaves = [tenantKeys.chats(tenantId, ''), contactKeys.erasures(tenantId)].map(look)
    const gone = [
      contactKeys.one(tenantId, 'c'),
      tenantKeys.chat(tenantId, chatId),
      tenantKeys.messages(tenantId, chatId),
      tenantKeys.message(tenantId, chatId, 'm'),
      tenantKeys.receipts(tenantId, chatId, 'm'),
      tenantKeys.joinRequests(tenantId, chatId),
      tenantKeys.profile(tenantId, chatId),
      tenantKeys.found(tenantId, 'ana'),
      tenantKeys.deliveries(tenantId),
      contactKeys.check(tenantId, 'n'),
      tenantKeys.gallery(tenantId, chatId, 'media'),
      tenantKeys.participants(tenantId, chatId),
      attendingKeys.notes(tenantId, chatId),
    ]
    for (const one of gone) client.setQueryData(one, { name: 'Ana' })
    client.setQueryData(contactKeys.erasures(tenantId), [])
    client.setQueryData(tenantKeys.outgoing(tenantId, chatId), [])
    apply(event(1, { type: 'contact.erased', data: { erasureId: 'e', contactId: 'c' } }))
    for (const one of gone) expect(client.getQueryData(one), one.join()).toBeUndefined()
    for (const read of [tenantKeys.chats(tenantId, ''), contactKeys.erasures(tenantId)])
      expect(client.getQueryState(read)?.isInvalidated, read.join()).toBe(true)
    expect(client.getQueryData(tenantKeys.outgoing(tenantId, chatId)), 'what waits to be sent stays').toEqual([])
    leaves.forEach((leave) => leave())
  })
})
