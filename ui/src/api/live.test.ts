import { type InfiniteData, QueryClient } from '@tanstack/react-query'
import { beforeEach, describe, expect, it } from 'vitest'

import { chat, chatId, event, message, session, tenant, tenantId } from '../testing/world'
import { adminKeys, newestFirst } from './admin'
import { applyEvent, completeAnswers, putTenant } from './live'
import { tenantKeys } from './tenant'
import type { ChatPage, MessagePage, Portal, TenantList } from './types'

let client: QueryClient
const one = <T>(page: T): InfiniteData<T, string | null> => ({ pages: [page], pageParams: [null] })
const shownMessages = () => client.getQueryData<InfiniteData<MessagePage>>(tenantKeys.messages(tenantId, chatId))?.pages[0]?.items ?? []
const shownChats = () => client.getQueryData<InfiniteData<ChatPage>>(tenantKeys.chats(tenantId, ''))?.pages[0]?.items ?? []

beforeEach(() => {
  client = new QueryClient()
  client.setQueryData(tenantKeys.messages(tenantId, chatId), one<MessagePage>({ items: [message()], nextCursor: null }))
  const chats = [chat({ id: 'other', lastActivityMs: 9_000 }), chat()]
  client.setQueryData(tenantKeys.chats(tenantId, ''), one<ChatPage>({ items: chats, nextCursor: null }))
})

describe('an event', () => {
  it('of an arrived message puts it into the conversation and its chat on top', () => {
    applyEvent(client, tenantId, event(1, { type: 'message.received', data: message({ id: 'M2', atMs: 20_000 }) }))
    expect(shownMessages().map(({ id }) => id)).toEqual(['M2', 'M1'])
    expect(shownChats()[0]).toMatchObject({ id: chatId, unread: 1, lastMessage: { id: 'M2' } })
  })

  it('of a message that comes again shows it once and counts it once', () => {
    const late = event(1, { type: 'message.received', data: message({ id: 'M2', atMs: 20_000, content: { kind: 'undecryptable' } }) })
    applyEvent(client, tenantId, late)
    applyEvent(client, tenantId, event(2, { type: 'message.received', data: message({ id: 'M2', atMs: 20_000 }) }))
    expect(shownMessages()).toHaveLength(2)
    expect(shownMessages()[0]?.content.kind).toBe('text')
    expect(shownChats()[0]?.unread).toBe(1)
  })

  it('of a stored message of ours takes the place of the one that waits', () => {
    const key = tenantKeys.outgoing(tenantId, chatId)
    client.setQueryData(key, [{ key: 'k', text: 'olá', atMs: 1, state: 'sending' }])
    const stored = message({ id: 'M3', fromMe: true, content: { kind: 'text', text: 'olá' }, status: 'queued' })
    applyEvent(client, tenantId, event(1, { type: 'message.created', data: stored }))
    expect(client.getQueryData(key)).toEqual([])
    expect(shownMessages().filter(({ id }) => id === 'M3')).toHaveLength(1)
  })

  it('of a receipt moves the ticks in the conversation and in the list', () => {
    const mine = message({ id: 'M3', fromMe: true, status: 'sent', atMs: 30_000 })
    applyEvent(client, tenantId, event(1, { type: 'message.created', data: mine }))
    const change = { chatId, id: 'M3', status: 'read', failure: null } as const
    applyEvent(client, tenantId, event(2, { type: 'message.status_changed', data: change }))
    expect(shownMessages()[0]?.status).toBe('read')
    expect(shownChats()[0]?.lastMessage?.status).toBe('read')
  })

  it('of a reading clears the count', () => {
    applyEvent(client, tenantId, event(1, { type: 'message.received', data: message({ id: 'M2', atMs: 20_000 }) }))
    applyEvent(client, tenantId, event(2, { type: 'chat.read', data: { chatId } }))
    expect(shownChats()[0]?.unread).toBe(0)
  })

  it('counts a message once, whether a list knew of it already or not', () => {
    // What was asked for knew of both messages, of the same second; now their events come one after the other.
    const first = message({ id: 'M2', atMs: 20_000 })
    const second = message({ id: 'M3', fromMe: true, atMs: 20_000 })
    const known = chat({ unread: 1, lastMessage: second, lastActivityMs: 20_000, lastEventNumber: 8 })
    client.setQueryData(tenantKeys.chats(tenantId, ''), one<ChatPage>({ items: [known], nextCursor: null }))
    client.removeQueries({ queryKey: tenantKeys.messageLists(tenantId) })
    applyEvent(client, tenantId, event(7, { type: 'message.received', data: first }))
    applyEvent(client, tenantId, event(8, { type: 'message.created', data: second }))
    expect(shownChats()[0]).toMatchObject({ unread: 1, lastMessage: { id: 'M3' } })
    applyEvent(client, tenantId, event(9, { type: 'message.received', data: message({ id: 'M4', atMs: 21_000 }) }))
    expect(shownChats()[0]).toMatchObject({ unread: 2, lastMessage: { id: 'M4' } })
  })

  it('that an answer on its way does not know is put into the answer', async () => {
    const arrived = event(5, { type: 'message.received', data: message({ id: 'M2', atMs: 20_000 }) })
    const read = event(6, { type: 'chat.read', data: { chatId } })
    const leave = completeAnswers(client, tenantId, [arrived, read])
    const stale = chat({ unread: 1, lastMessage: message({ id: 'M2', atMs: 20_000 }), lastEventNumber: 5 })
    await client.fetchQuery({
      queryKey: tenantKeys.chats(tenantId, ''),
      queryFn: () => one<ChatPage>({ items: [stale], nextCursor: null }),
    })
    expect(shownChats()[0]?.unread, 'read before the answer came').toBe(0)
    const old = one<MessagePage>({ items: [message()], nextCursor: null })
    await client.fetchQuery({ queryKey: tenantKeys.messages(tenantId, chatId), queryFn: () => old })
    expect(shownMessages().map(({ id }) => id)).toEqual(['M2', 'M1'])
    leave()
    applyEvent(client, tenantId, event(7, { type: 'message.received', data: message({ id: 'M5', atMs: 30_000 }) }))
    expect(shownChats()[0]?.unread).toBe(1)
  })

  it('that comes again takes nothing back', () => {
    const mine = message({ id: 'M3', fromMe: true, status: 'queued', atMs: 30_000 })
    const created = event(1, { type: 'message.created', data: mine })
    applyEvent(client, tenantId, created)
    applyEvent(client, tenantId, event(2, { type: 'message.status_changed', data: { chatId, id: 'M3', status: 'read', failure: null } }))
    applyEvent(client, tenantId, created)
    expect([shownMessages()[0]?.status, shownChats()[0]?.lastMessage?.status]).toEqual(['read', 'read'])
  })

  it('of an old message is put where it belongs, and not below what is known', () => {
    const pages = [
      { items: [message({ id: 'D', atMs: 40_000 }), message({ id: 'C', atMs: 30_000 })], nextCursor: '2' },
      { items: [message({ id: 'B', atMs: 20_000 })], nextCursor: '3' },
    ]
    client.setQueryData(tenantKeys.messages(tenantId, chatId), { pages, pageParams: [null, '2'] })
    applyEvent(client, tenantId, event(1, { type: 'message.received', data: message({ id: 'late', atMs: 25_000 }) }))
    applyEvent(client, tenantId, event(2, { type: 'message.received', data: message({ id: 'ancient', atMs: 5_000 }) }))
    const shown = client.getQueryData<InfiniteData<MessagePage>>(tenantKeys.messages(tenantId, chatId))
    expect(shown?.pages.map(({ items }) => items.map(({ id }) => id))).toEqual([
      ['D', 'C'],
      ['late', 'B'],
    ])
  })

  it('of the session changes what the portal shows', () => {
    const portal: Portal = { tenantId, tenantName: '', providerName: '', account: null, session: session(), lastEventNumber: 0 }
    client.setQueryData(tenantKeys.portal(tenantId), portal)
    const lost = session({ status: 'reconnecting', cause: 'connection_lost', next: 'retry', nextAtMs: 5_000 })
    applyEvent(client, tenantId, event(1, { type: 'session.status_changed', data: lost }))
    expect(client.getQueryData<Portal>(tenantKeys.portal(tenantId))?.session).toEqual(lost)
  })
})

describe('a tenant that changed', () => {
  it('changes in each list that shows it, and a filtered list is read again', () => {
    const all = adminKeys.list({ search: '', status: null, ...newestFirst })
    const connected = adminKeys.list({ search: '', status: 'connected', ...newestFirst })
    for (const key of [all, connected]) client.setQueryData(key, one<TenantList>({ items: [tenant()], nextCursor: null, total: 1 }))
    putTenant(client, tenant({ session: session({ status: 'stopped' }) }))
    expect(client.getQueryData<InfiniteData<TenantList>>(all)?.pages[0]?.items[0]?.session.status).toBe('stopped')
    expect(client.getQueryState(connected)?.isInvalidated).toBe(true)
    expect(client.getQueryState(all)?.isInvalidated).toBe(false)
  })
})
