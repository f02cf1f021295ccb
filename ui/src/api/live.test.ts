import { type InfiniteData, QueryClient, QueryObserver } from '@tanstack/react-query'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

import { chat, chatId, event, file, message, type MessageChange, portal, session, tenantId } from '../testing/world'
import { arrivals } from './arrivals'
import { attendingKeys, type Look } from './attending'
import { connection } from './connection'
import { contactKeys } from './contacts'
import { applyEvent, completeAnswers, dropMessage, followTenant, putLooker } from './live'
import type { openSocket } from './socket'
import { tenantKeys } from './tenant'
import type { Chat, ChatPage, MessagePage, Portal, PortalEvent } from './types'

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
const one = <T>(page: T): InfiniteData<T, string | null> => ({ pages: [page], pageParams: [null] })
const pagesOf = () => client.getQueryData<InfiniteData<MessagePage>>(tenantKeys.messages(tenantId, chatId))?.pages ?? []
const shownMessages = () => pagesOf().flatMap(({ items }) => items)
const shownChats = (search = '') => client.getQueryData<InfiniteData<ChatPage>>(tenantKeys.chats(tenantId, search))?.pages[0]?.items ?? []
const apply = (event: PortalEvent) => applyEvent(client, tenantId, event)

/** A message with its chat, as an event of this number carries them. */
function told(number: number, type: 'received' | 'created' | 'updated', change: MessageChange, chatChange: Partial<Chat> = {}) {
  const said = message(change)
  const now = chat({ lastMessage: said, lastActivityMs: said.placeMs, lastEventNumber: number, ...chatChange })
  return event(number, { type: `message.${type}`, data: { message: said, chat: now } })
}

beforeEach(() => {
  client = new QueryClient()
  client.setQueryData(tenantKeys.messages(tenantId, chatId), one<MessagePage>({ items: [message()], nextCursor: null, newerCursor: null }))
  const chats = [chat({ id: 'other', lastActivityMs: 9_000 }), chat()]
  client.setQueryData(tenantKeys.chats(tenantId, ''), one<ChatPage>({ items: chats, nextCursor: null }))
  client.setQueryData(tenantKeys.chat(tenantId, chatId), chat())
})

describe('an event', () => {
  it('of an arrived message puts it into the conversation, and its chat as it is then', () => {
    apply(told(1, 'received', { id: 'M2', atMs: 20_000 }, { unread: 3 }))
    expect(shownMessages().map(({ id }) => id)).toEqual(['M2', 'M1'])
    expect(shownChats()[0]).toMatchObject({ id: chatId, unread: 3, lastMessage: { id: 'M2' } })
    expect(client.getQueryData<Chat>(tenantKeys.chat(tenantId, chatId))?.unread).toBe(3)
  })

  it('of a changed message puts it in the place of what it was', () => {
    apply(told(1, 'received', { id: 'M2', atMs: 20_000, content: { kind: 'undecryptable' } }))
    apply(told(2, 'updated', { id: 'M2', atMs: 20_000, content: { kind: 'deleted' } }))
    expect(shownMessages().map(({ content }) => content.kind)).toEqual(['deleted', 'text'])
  })

  it('of one of two messages of the same moment leaves them in their order', () => {
    apply(told(1, 'received', { id: 'M2', atMs: 20_000 }))
    apply(told(2, 'received', { id: 'M3', atMs: 20_000 }))
    apply(told(3, 'updated', { id: 'M2', atMs: 20_000, marks: { isStarred: true } }))
    expect(shownMessages().map(({ id }) => id)).toEqual(['M3', 'M2', 'M1'])
  })

  it('keeps messages of one id and different writers apart', () => {
    const ana = { pn: '551190000003@s.whatsapp.net', lid: null } // invented
    apply(told(1, 'received', { id: 'M1', sender: ana, atMs: 20_000 }))
    apply(told(2, 'created', { id: 'M1', fromMe: true, atMs: 21_000 }))
    expect(shownMessages()).toHaveLength(3)
  })

  it('knows a writer again whose other address is known by now', () => {
    apply(told(1, 'updated', { sender: { pn: null, lid: '1@lid' } }))
    expect(shownMessages()).toHaveLength(1)
  })

  it.each(['sending', 'waiting', 'unsent'] as const)('of a stored message takes off by its key the one that is %s', (state) => {
    const key = tenantKeys.outgoing(tenantId, chatId)
    const waiting = { text: 'olá', atMs: 1, state, trouble: null }
    client.setQueryData(key, [
      { key: 'other', ...waiting },
      { key: 'k', ...waiting },
    ])
    apply(told(1, 'created', { id: 'M3', fromMe: true, clientKey: 'k', content: { kind: 'text', text: 'olá' } }))
    expect(client.getQueryData(key)).toMatchObject([{ key: 'other' }])
  })

  it('of a receipt moves the ticks in the conversation and in the list', () => {
    apply(told(1, 'created', { id: 'M3', fromMe: true, status: 'sent', atMs: 30_000 }))
    const change = { chatId, id: 'M3', status: 'read', failure: null, clientKey: null } as const
    apply(event(2, { type: 'message.status_changed', data: change }))
    expect(shownMessages()[0]?.status).toBe('read')
    expect(shownChats()[0]?.lastMessage?.status).toBe('read')
  })

  it('of a chat changes it wherever it is shown', () => {
    apply(event(1, { type: 'chat.updated', data: chat({ name: 'Marina Costa', lastActivityMs: 50_000, lastEventNumber: 1 }) }))
    expect(shownChats().map(({ name }) => name)).toEqual(['Marina Costa', 'Marina'])
    expect(client.getQueryData<Chat>(tenantKeys.chat(tenantId, chatId))?.name).toBe('Marina Costa')
  })

  it('of a group has its people read again, and of a chat of two has not', () => {
    const key = tenantKeys.participants(tenantId, chatId)
    client.setQueryData(key, [])
    apply(event(1, { type: 'chat.updated', data: chat({ lastEventNumber: 1 }) }))
    expect(client.getQueryState(key)?.isInvalidated).toBe(false)
    apply(event(2, { type: 'chat.updated', data: chat({ kind: 'group', lastEventNumber: 2 }) }))
    expect(client.getQueryState(key)?.isInvalidated).toBe(true)
  })

  it('of a call is told while it rings and once it is missed, and no other change is', () => {
    const heard: string[] = []
    const leave = arrivals.follow((_, { message: { content } }) => heard.push(content.kind === 'call' ? content.outcome : content.kind))
    const call = (outcome: 'ringing' | 'missed') => ({ id: 'C1', content: { kind: 'call', isVideo: false, outcome } }) as const
    apply(told(1, 'received', call('ringing')))
    apply(told(2, 'updated', { id: 'M2' }))
    apply(told(3, 'updated', call('missed')))
    apply(told(4, 'updated', call('missed')))
    expect(heard).toEqual(['ringing', 'missed'])
    leave()
  })

  it('of a chat that is older than what is known changes nothing', () => {
    apply(event(7, { type: 'chat.updated', data: chat({ unread: 5, lastEventNumber: 7 }) }))
    apply(event(8, { type: 'chat.updated', data: chat({ unread: 2, lastEventNumber: 6 }) }))
    expect(shownChats().find(({ id }) => id === chatId)?.unread).toBe(5)
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
    expect(shownMessages().map(({ id }) => id)).toContain('gone')
    apply(told(2, 'updated', { id: 'gone', atMs: 60_000, content: { kind: 'deleted' }, marks: { isDeletedForMe: true } }))
    expect(shownMessages().map(({ id }) => id)).not.toContain('gone')
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
    expect(shownChats().map(({ id }) => id)).toEqual(['new', 'other', chatId])
    expect(client.getQueryState(tenantKeys.chats(tenantId, 'ana'))?.isInvalidated).toBe(true)
    expect(client.getQueryState(tenantKeys.chats(tenantId, 'an')), 'who searches so next asks').toBeUndefined()
    looked()
  })

  it('of posts that are gone after a day puts none among the chats', () => {
    apply(event(1, { type: 'chat.updated', data: chat({ id: 'posts', kind: 'status', lastActivityMs: 60_000 }) }))
    expect(shownChats().map(({ id }) => id)).toEqual(['other', chatId])
  })

  it('of a chat that is gone takes it out', () => {
    apply(event(1, { type: 'chat.removed', data: { chatId, mergedInto: null } }))
    expect(shownChats().map(({ id }) => id)).toEqual(['other'])
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

  it('of stored history has everything read again', () => {
    apply(event(1, { type: 'history.stored', data: { chats: 3, messages: 9, messagesSoFar: 9 } }))
    for (const key of [tenantKeys.chats(tenantId, ''), tenantKeys.messages(tenantId, chatId), tenantKeys.chat(tenantId, chatId)]) {
      expect(client.getQueryState(key), 'nobody looks at it: who does next asks').toBeUndefined()
    }
  })

  it('of a webhook that was disabled has webhooks and their deliveries read again', () => {
    const known = [tenantKeys.webhooks(tenantId), [...tenantKeys.deliveries(tenantId), 'w1', 'log', null]] as const
    for (const key of known) client.setQueryData(key, [])
    apply(event(1, { type: 'webhook.disabled', data: { webhookId: 'w1', reason: 'gone' } }))
    for (const key of known) expect(client.getQueryState(key)?.isInvalidated, key.join(' ')).toBe(true)
  })

  it('of an old message is put where it belongs, and not below what is known', () => {
    const pages = [
      { items: [message({ id: 'D', atMs: 40_000 }), message({ id: 'C', atMs: 30_000 })], nextCursor: '2' },
      { items: [message({ id: 'B', atMs: 20_000 })], nextCursor: '3' },
    ]
    client.setQueryData(tenantKeys.messages(tenantId, chatId), { pages, pageParams: [null, '2'] })
    apply(told(1, 'received', { id: 'late', atMs: 25_000 }))
    apply(told(2, 'received', { id: 'ancient', atMs: 5_000 }))
    expect(pagesOf().map(({ items }) => items.map(({ id }) => id))).toEqual([
      ['D', 'C'],
      ['late', 'B'],
    ])
  })

  it('of the session changes what the portal shows', () => {
    client.setQueryData(tenantKeys.portal(tenantId), portal())
    const lost = session({ status: 'reconnecting', cause: 'connection_lost', next: 'retry', nextAtMs: 5_000 })
    apply(event(1, { type: 'session.status_changed', data: lost }))
    expect(client.getQueryData<Portal>(tenantKeys.portal(tenantId))?.session).toEqual(lost)
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
    expect(shownChats()[0]?.unread).toBe(2)
    leave()
  })

  it('that knows more than an event which came before it was asked for keeps what it knows', async () => {
    const leave = completeAnswers(client, tenantId, [told(5, 'received', { id: 'M2', atMs: 20_000 })])
    const edited = message({ id: 'M2', atMs: 20_000, content: { kind: 'text', text: 'melhor' } })
    const answer = one<MessagePage>({ items: [edited, message()], nextCursor: null, newerCursor: null })
    await client.fetchQuery({ queryKey: tenantKeys.messages(tenantId, chatId), queryFn: () => answer })
    expect(shownMessages()[0]?.content).toEqual({ kind: 'text', text: 'melhor' })
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
    await vi.waitFor(() => expect(shownMessages().map(({ id }) => id)).toEqual(['B', 'A', 'M1']))
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
    expect(shownMessages()[0]?.id).toBe('next')
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

describe('what waits for its hour', () => {
  const key = tenantKeys.scheduled(tenantId, chatId)
  const waiting = [{ id: 'M2', chatId, state: 'scheduled', nextAtMs: 90_000 }]
  const isStale = () => client.getQueryState(key)?.isInvalidated

  it('waits no more once it leaves, and is read again when something is queued or its chat changes', () => {
    client.setQueryData(key, waiting)
    const looked = look(tenantKeys.messages(tenantId, chatId))
    apply(told(1, 'received', { id: 'M3', atMs: 20_000 }))
    expect(isStale()).toBe(false)
    apply(event(2, { type: 'chat.updated', data: chat({ id: 'other', lastEventNumber: 2 }) }))
    expect(isStale()).toBe(false)
    apply(event(3, { type: 'chat.updated', data: chat({ lastEventNumber: 3 }) }))
    expect(isStale()).toBe(true)
    expect(client.getQueryState(tenantKeys.messages(tenantId, chatId))?.isInvalidated, 'its bubble may be gone').toBe(true)
    client.setQueryData(key, waiting)
    apply(told(4, 'created', { id: 'M4', fromMe: true, atMs: 30_000, status: 'queued' }))
    expect(isStale()).toBe(true)
    apply(event(5, { type: 'message.status_changed', data: { chatId, id: 'M2', status: 'sending', failure: null, clientKey: null } }))
    expect(client.getQueryData(key)).toEqual([])
    looked()
  })

  it('that is taken out goes from the conversation', () => {
    apply(told(1, 'created', { id: 'M2', fromMe: true, atMs: 20_000, status: 'queued' }))
    client.setQueryData(key, waiting)
    dropMessage(client, tenantId, { chatId, id: 'M2' })
    expect(shownMessages().map(({ id }) => id)).toEqual(['M1'])
    expect(client.getQueryData(key)).toEqual([])
  })
})

describe('a quick reply', () => {
  it('is put where it belongs, whoever wrote it, and goes when it is taken away', () => {
    const replies = () => client.getQueryData(tenantKeys.quickReplies(tenantId))
    const pix = { id: 'q1', shortcut: 'pix', text: 'A chave.' }
    apply(event(1, { type: 'quick_reply.updated', data: pix }))
    expect(replies(), 'who has not asked for them has none').toBeUndefined()
    client.setQueryData(tenantKeys.quickReplies(tenantId), [pix])
    apply(event(2, { type: 'quick_reply.updated', data: { ...pix, text: 'A nova chave.' } }))
    apply(event(3, { type: 'quick_reply.updated', data: { ...pix, id: 'q2', shortcut: 'oi' } }))
    expect(replies()).toMatchObject([{ text: 'A nova chave.' }, { id: 'q2' }])
    apply(event(4, { type: 'quick_reply.removed', data: { quickReplyId: 'q1' } }))
    expect(replies()).toMatchObject([{ id: 'q2' }])
  })
})

describe('a note', () => {
  it('is put where it belongs, whoever wrote it, and goes when it is deleted', () => {
    const key = attendingKeys.notes(tenantId, chatId)
    const note = {
      id: 'n1',
      chatId,
      text: 'Paga no dia 5.',
      authorId: null,
      authorName: null,
      writtenAtMs: 1,
      changedAtMs: null,
      changedByName: null,
    }
    apply(event(1, { type: 'note.updated', data: note }))
    expect(client.getQueryData(key), 'who has not asked for them has none').toBeUndefined()
    client.setQueryData(key, [note])
    const looked = look(key)
    apply(event(2, { type: 'note.updated', data: { ...note, text: 'Paga no dia 6.' } }))
    apply(event(3, { type: 'note.updated', data: { ...note, id: 'n2' } }))
    apply(event(4, { type: 'note.updated', data: { ...note, id: 'n3', chatId: 'other' } }))
    expect(client.getQueryData(key)).toMatchObject([{ id: 'n1', text: 'Paga no dia 6.' }, { id: 'n2' }])
    apply(event(5, { type: 'note.removed', data: { chatId, noteId: 'n1' } }))
    expect(client.getQueryData(key)).toMatchObject([{ id: 'n2' }])
    apply(event(6, { type: 'chat.updated', data: chat({ notes: 1, lastEventNumber: 6 }) }))
    expect(client.getQueryState(key)?.isInvalidated).toBe(false)
    apply(event(7, { type: 'chat.updated', data: chat({ notes: 3, lastEventNumber: 7 }) }))
    expect(client.getQueryState(key)?.isInvalidated, 'those of a chat that became one with it').toBe(true)
    looked()
    apply(event(8, { type: 'chat.updated', data: chat({ notes: 4, lastEventNumber: 8 }) }))
    apply(event(9, { type: 'note.updated', data: { ...note, id: 'n4' } }))
    expect(client.getQueryData(key), 'what one event makes of what nobody looks at is not all of them').toBeUndefined()
  })
})

describe('who answers', () => {
  const ana = { id: 'a1', name: 'Ana' }

  it('is known by the names that are told, and all that carries them is read again', () => {
    const key = attendingKeys.attendants(tenantId)
    client.setQueryData(key, { attendants: [], ownId: null })
    const others = [attendingKeys.notes(tenantId, chatId), tenantKeys.chat(tenantId, chatId)]
    for (const other of others) client.setQueryData(other, other === others[0] ? [] : chat())
    const leaves = [key, ...others].map(look)
    apply(event(1, { type: 'attendants.changed', data: { attendants: [ana] } }))
    expect(client.getQueryData(key)).toEqual({ attendants: [ana], ownId: null })
    for (const other of [key, ...others]) expect(client.getQueryState(other)?.isInvalidated, other.join()).toBe(true)
    leaves.forEach((leave) => leave())
    apply(event(2, { type: 'attendants.changed', data: { attendants: [] } }))
    for (const other of [key, ...others]) expect(client.getQueryData(other), `${other.join()}: who looks next asks`).toBeUndefined()
  })

  it('looks at one chat at a time, and at none once that is said', () => {
    const looks = () => client.getQueryData<Look[]>(attendingKeys.lookers(tenantId))
    const look = { who: 'login-1', attendantId: ana.id, attendantName: ana.name, chatId, isTyping: false }
    putLooker(client, tenantId, look)
    putLooker(client, tenantId, { ...look, chatId: 'other', isTyping: true })
    expect(looks()).toMatchObject([{ who: 'login-1', chatId: 'other', isTyping: true }])
    expect(looks()?.[0]?.typesUntilMs).toBeLessThan(looks()?.[0]?.untilMs ?? 0)
    putLooker(client, tenantId, { ...look, chatId: null })
    expect(looks()).toEqual([])
  })

  it('finds among theirs what is given to them, until it is put away or another’s', () => {
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

describe('what WhatsApp refuses', () => {
  it('is kept with its reason until it was read', () => {
    const data = { thing: 'pinned', chatId, why: 'too_often', code: null } as const
    apply(event(9, { type: 'change.refused', data }))
    expect(client.getQueryData(tenantKeys.refused(tenantId))).toEqual(data)
  })
})
