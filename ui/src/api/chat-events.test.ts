import { type InfiniteData, type QueryClient, QueryObserver } from '@tanstack/react-query'
import { beforeEach, describe, expect, it } from 'vitest'

import { cacheOfAChat, one, shownChats, shownMessages, told } from '../testing/cache'
import { chat, chatId, event, tenantId } from '../testing/world'
import { contactKeys } from './contacts'
import { applyEvent } from './live'
import { tenantKeys } from './tenant'
import type { Chat, ChatPage, PortalEvent } from './types'

let client: QueryClient
/** Somebody looks at it, until the returned function is called; nothing is asked for. */
const look = (queryKey: readonly unknown[]) => new QueryObserver(client, { queryKey, enabled: false }).subscribe(() => undefined)
const apply = (event: PortalEvent) => applyEvent(client, tenantId, event)

beforeEach(() => {
  client = cacheOfAChat()
})

describe('an event', () => {
  it('of a receipt moves the ticks in the conversation and in the list', () => {
    apply(told(1, 'created', { id: 'M3', fromMe: true, status: 'sent', atMs: 30_000 }))
    const change = { chatId, id: 'M3', status: 'read', failure: null, clientKey: null } as const
    apply(event(2, { type: 'message.status_changed', data: change }))
    expect(shownMessages(client)[0]?.status).toBe('read')
    expect(shownChats(client)[0]?.lastMessage?.status).toBe('read')
  })

  it('of a chat changes it wherever it is shown', () => {
    apply(event(1, { type: 'chat.updated', data: chat({ name: 'Marina Costa', lastActivityMs: 50_000, lastEventNumber: 1 }) }))
    expect(shownChats(client).map(({ name }) => name)).toEqual(['Marina Costa', 'Marina'])
    expect(client.getQueryData<Chat>(tenantKeys.chat(tenantId, chatId))?.name).toBe('Marina Costa')
  })

  it('of a chat that is older than what is known changes nothing', () => {
    apply(event(7, { type: 'chat.updated', data: chat({ unread: 5, lastEventNumber: 7 }) }))
    apply(event(8, { type: 'chat.updated', data: chat({ unread: 2, lastEventNumber: 6 }) }))
    expect(shownChats(client).find(({ id }) => id === chatId)?.unread).toBe(5)
  })

  it('of a chat moves it between the parts of the list', () => {
    for (const filter of ['archived', 'unread'] as const) {
      client.setQueryData(tenantKeys.chats(tenantId, '', filter), one<ChatPage>({ items: [], nextCursor: null }))
    }
    const ids = (filter: 'main' | 'archived' | 'unread') =>
      client.getQueryData<InfiniteData<ChatPage>>(tenantKeys.chats(tenantId, '', filter))?.pages[0]?.items.map(({ id }) => id)
    apply(event(7, { type: 'chat.updated', data: chat({ unread: 5, lastEventNumber: 7 }) }))
    expect([ids('unread'), ids('archived')]).toEqual([[chatId], []])
    apply(event(8, { type: 'chat.updated', data: chat({ isArchived: true, lastEventNumber: 8 }) }))
    expect([ids('main'), ids('unread'), ids('archived')]).toEqual([['other'], [], [chatId]])
  })

  it('of a new chat puts it into the list, and has a search read again', () => {
    for (const search of ['ana', 'an'])
      client.setQueryData(tenantKeys.chats(tenantId, search), one<ChatPage>({ items: [], nextCursor: null }))
    const looked = look(tenantKeys.chats(tenantId, 'ana'))
    apply(event(1, { type: 'chat.updated', data: chat({ id: 'new', name: 'Ana', lastActivityMs: 60_000 }) }))
    expect(shownChats(client).map(({ id }) => id)).toEqual(['new', 'other', chatId])
    expect(client.getQueryState(tenantKeys.chats(tenantId, 'ana'))?.isInvalidated).toBe(true)
    expect(client.getQueryState(tenantKeys.chats(tenantId, 'an')), 'who searches so next asks').toBeUndefined()
    looked()
  })

  it('of posts that are gone after a day puts none among the chats', () => {
    apply(event(1, { type: 'chat.updated', data: chat({ id: 'posts', kind: 'status', lastActivityMs: 60_000 }) }))
    expect(shownChats(client).map(({ id }) => id)).toEqual(['other', chatId])
  })

  it('of a chat that is gone takes it out', () => {
    apply(event(1, { type: 'chat.removed', data: { chatId, mergedInto: null } }))
    expect(shownChats(client).map(({ id }) => id)).toEqual(['other'])
  })

  it('of a chat that is blocked has contacts and the block list read again, and no other event has', () => {
    const keys = [contactKeys.index(tenantId, ''), contactKeys.blocked(tenantId)]
    for (const key of keys) client.setQueryData(key, [])
    const isRead = () => keys.map((key) => client.getQueryState(key)?.isInvalidated)
    apply(event(1, { type: 'chat.updated', data: chat({ unread: 3, lastEventNumber: 1 }) }))
    expect(isRead()).toEqual([false, false])
    apply(event(2, { type: 'chat.updated', data: chat({ isBlocked: true, lastEventNumber: 2 }) }))
    expect(isRead()).toEqual([true, true])
  })

  it('of a chat that is given to somebody puts it among theirs, until it is put away or another’s', () => {
    const key = tenantKeys.chats(tenantId, '', 'assignee:a1')
    client.setQueryData(key, { pages: [{ items: [], nextCursor: null }], pageParams: [null] })
    const ids = () =>
      client.getQueryData<{ pages: { items: { id: string }[] }[] }>(key)?.pages.flatMap(({ items }) => items.map(({ id }) => id))
    apply(event(1, { type: 'chat.updated', data: chat({ assigneeId: 'a1', lastEventNumber: 1 }) }))
    expect(ids()).toEqual([chatId])
    apply(event(2, { type: 'chat.updated', data: chat({ assigneeId: 'a2', lastEventNumber: 2 }) }))
    expect(ids()).toEqual([])
    apply(event(3, { type: 'chat.updated', data: chat({ assigneeId: 'a1', isArchived: true, lastEventNumber: 3 }) }))
    expect(ids()).toEqual([])
  })
})

describe('what WhatsApp refuses', () => {
  it('is kept with its reason until it was read', () => {
    const data = { thing: 'pinned', chatId, why: 'too_often', code: null } as const
    apply(event(9, { type: 'change.refused', data }))
    expect(client.getQueryData(tenantKeys.refused(tenantId))).toEqual(data)
  })
})
