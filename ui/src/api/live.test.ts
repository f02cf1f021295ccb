import { type InfiniteData, QueryClient } from '@tanstack/react-query'
import { beforeEach, describe, expect, it } from 'vitest'

import { chat, chatId, event, message, session, tenant, tenantId } from '../testing/world'
import { adminKeys } from './admin'
import { applyEvent, putTenant } from './live'
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
    const all = adminKeys.list({ search: '', status: null })
    const connected = adminKeys.list({ search: '', status: 'connected' })
    for (const key of [all, connected]) client.setQueryData(key, one<TenantList>({ items: [tenant()], nextCursor: null, total: 1 }))
    putTenant(client, tenant({ session: session({ status: 'stopped' }) }))
    expect(client.getQueryData<InfiniteData<TenantList>>(all)?.pages[0]?.items[0]?.session.status).toBe('stopped')
    expect(client.getQueryState(connected)?.isInvalidated).toBe(true)
    expect(client.getQueryState(all)?.isInvalidated).toBe(false)
  })
})
