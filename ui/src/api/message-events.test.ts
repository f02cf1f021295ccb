import type { InfiniteData, QueryClient } from '@tanstack/react-query'
import { beforeEach, describe, expect, it } from 'vitest'

import { cacheOfAChat, one, shownChats, shownMessages, shownPages, told } from '../testing/cache'
import { chatId, file, message, tenantId } from '../testing/world'
import { applyEvent } from './live'
import { tenantKeys } from './tenant'
import type { Chat, MessagePage, PortalEvent } from './types'

let client: QueryClient
const apply = (event: PortalEvent) => applyEvent(client, tenantId, event)

beforeEach(() => {
  client = cacheOfAChat()
})

describe('an event', () => {
  it('of an arrived message puts it into the conversation, and its chat as it is then', () => {
    apply(told(1, 'received', { id: 'M2', atMs: 20_000 }, { unread: 3 }))
    expect(shownMessages(client).map(({ id }) => id)).toEqual(['M2', 'M1'])
    expect(shownChats(client)[0]).toMatchObject({ id: chatId, unread: 3, lastMessage: { id: 'M2' } })
    expect(client.getQueryData<Chat>(tenantKeys.chat(tenantId, chatId))?.unread).toBe(3)
  })

  it('of a changed message puts it in the place of what it was', () => {
    apply(told(1, 'received', { id: 'M2', atMs: 20_000, content: { kind: 'undecryptable' } }))
    apply(told(2, 'updated', { id: 'M2', atMs: 20_000, content: { kind: 'deleted' } }))
    expect(shownMessages(client).map(({ content }) => content.kind)).toEqual(['deleted', 'text'])
  })

  it('of one of two messages of the same moment leaves them in their order', () => {
    apply(told(1, 'received', { id: 'M2', atMs: 20_000 }))
    apply(told(2, 'received', { id: 'M3', atMs: 20_000 }))
    apply(told(3, 'updated', { id: 'M2', atMs: 20_000, marks: { isStarred: true } }))
    expect(shownMessages(client).map(({ id }) => id)).toEqual(['M3', 'M2', 'M1'])
  })

  it('keeps messages of one id and different writers apart', () => {
    const ana = { pn: '551190000003@s.whatsapp.net', lid: null } // invented
    apply(told(1, 'received', { id: 'M1', sender: ana, atMs: 20_000 }))
    apply(told(2, 'created', { id: 'M1', fromMe: true, atMs: 21_000 }))
    expect(shownMessages(client)).toHaveLength(3)
  })

  it('knows a writer again whose other address is known by now', () => {
    apply(told(1, 'updated', { sender: { pn: null, lid: '1@lid' } }))
    expect(shownMessages(client)).toHaveLength(1)
  })

  it('of a message leaves pages around an older one as they end, and changes what they hold', () => {
    const key = tenantKeys.messagesAround(tenantId, chatId, 'B')
    client.setQueryData(key, one<MessagePage>({ items: [message({ id: 'B', atMs: 9_000 })], nextCursor: null, newerCursor: '9' }))
    apply(told(1, 'received', { id: 'new', atMs: 60_000 }))
    apply(told(2, 'updated', { id: 'B', atMs: 9_000, content: { kind: 'text', text: 'melhor' } }))
    const held = client.getQueryData<InfiniteData<MessagePage>>(key)?.pages[0]?.items
    expect(held?.map(({ id, content }) => [id, content])).toEqual([['B', { kind: 'text', text: 'melhor' }]])
  })

  it('of a message puts it into its part of the gallery, and takes it out again', () => {
    const held = (part: 'media' | 'links') =>
      client
        .getQueryData<InfiniteData<MessagePage>>(tenantKeys.gallery(tenantId, chatId, part))
        ?.pages.flatMap(({ items }) => items.map(({ id }) => id))
    for (const part of ['media', 'links'] as const) {
      client.setQueryData(tenantKeys.gallery(tenantId, chatId, part), one<MessagePage>({ items: [], nextCursor: null, newerCursor: null }))
    }
    apply(told(1, 'received', { id: 'P', atMs: 60_000, content: file('image', { caption: 'https://exemplo.com.br' }) }))
    apply(told(2, 'received', { id: 'L', atMs: 61_000, content: { kind: 'text', text: 'http://a.example' } }))
    apply(told(3, 'received', { id: 'O', atMs: 62_000, content: file('image'), context: { isViewOnce: true } }))
    expect([held('media'), held('links')]).toEqual([['P'], ['L', 'P']])
    apply(told(4, 'updated', { id: 'L', atMs: 61_000, content: { kind: 'text', text: 'esquece' } }))
    apply(told(5, 'updated', { id: 'P', atMs: 60_000, content: { kind: 'deleted' } }))
    expect([held('media'), held('links')]).toEqual([[], []])
  })

  it('that a message was deleted for this account takes it out of its conversation', () => {
    apply(told(1, 'received', { id: 'gone', atMs: 60_000 }))
    expect(shownMessages(client).map(({ id }) => id)).toContain('gone')
    apply(told(2, 'updated', { id: 'gone', atMs: 60_000, content: { kind: 'deleted' }, marks: { isDeletedForMe: true } }))
    expect(shownMessages(client).map(({ id }) => id)).not.toContain('gone')
  })

  it('of an old message is put where it belongs, and not below what is known', () => {
    const pages = [
      { items: [message({ id: 'D', atMs: 40_000 }), message({ id: 'C', atMs: 30_000 })], nextCursor: '2' },
      { items: [message({ id: 'B', atMs: 20_000 })], nextCursor: '3' },
    ]
    client.setQueryData(tenantKeys.messages(tenantId, chatId), { pages, pageParams: [null, '2'] })
    apply(told(1, 'received', { id: 'late', atMs: 25_000 }))
    apply(told(2, 'received', { id: 'ancient', atMs: 5_000 }))
    expect(shownPages(client).map(({ items }) => items.map(({ id }) => id))).toEqual([
      ['D', 'C'],
      ['late', 'B'],
    ])
  })
})
