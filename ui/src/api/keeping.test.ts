import { type InfiniteData, QueryClient } from '@tanstack/react-query'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'

import { chat, chatId, message, portal as portalOf, tenantId } from '../testing/world'
import { connection } from './connection'
import { keepAnswers } from './keeping'
import { forgetKept, forgetKeptChats } from './kept'
import { keeping, setKeeping, shownKept } from './kept-answers'
import { Trouble } from './problem'
import { chats as chatsQuery, messages as messagesQuery, portal as portalQuery, tenantKeys } from './tenant'
import type { ChatPage, Message, MessagePage, ProblemBody } from './types'

const shelf = vi.hoisted(() => new Map<string, unknown>())
vi.mock('../lib/shelf', () => ({
  shelfOf: () => ({
    get: (name: string) => Promise.resolve(structuredClone(shelf.get(name))),
    put: (name: string, what: unknown) => Promise.resolve(void shelf.set(name, structuredClone(what))),
    drop: (name: string) => Promise.resolve(void shelf.delete(name)),
    names: (beginning: string) => Promise.resolve([...shelf.keys()].filter((name) => name.startsWith(beginning))),
    dropAll: (beginning: string) => {
      for (const name of [...shelf.keys()]) if (name.startsWith(beginning)) shelf.delete(name)
      return Promise.resolve()
    },
  }),
}))
const network = vi.hoisted(() => ({
  answer: (path: string): unknown => path,
  asked: [] as string[],
  takes: Promise.resolve(),
}))
vi.mock('./http', () => ({
  http: {
    GET: (path: string, { params }: { params: { path: Record<string, string> } }) => {
      const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => params.path[name] ?? '')
      network.asked.push(filled)
      return Promise.resolve(filled)
    },
  },
  answer: async (asked: Promise<string>) => {
    const path = await asked
    await network.takes
    return network.answer(path)
  },
}))

const other = '01900000-0000-7000-8000-000000000002'
const account = { pn: '5511900000001@s.whatsapp.net', lid: null, pushName: 'Padaria', isShared: false } // invented
const portal = portalOf({ account, lastEventNumber: 1 })
const chatPage = (...items: ChatPage['items']): ChatPage => ({ items, nextCursor: null })
const messagePage = (...items: Message[]): MessagePage => ({ items, nextCursor: null, newerCursor: null })

/** What the server says, by the end of the path. */
let said: Record<string, unknown>
const offline = () => {
  network.answer = () => {
    throw new Trouble('offline', null)
  }
}
const refusing = (status: number, code: 'unauthorized' | 'internal') => {
  network.answer = () => {
    throw new Trouble(code, { status, code } as ProblemBody)
  }
}
const online = () => {
  network.answer = (path) => Object.entries(said).find(([end]) => path.endsWith(end))?.[1]
}

let client: QueryClient
const leave: (() => void)[] = []
const openPage = () => {
  client = new QueryClient({ defaultOptions: { queries: { retry: false, networkMode: 'always' } } })
}
const keepNow = () => leave.push(keepAnswers(client, tenantId))
const written = () => vi.advanceTimersByTimeAsync(1_100)
const texts = (data: InfiniteData<MessagePage, unknown>) =>
  data.pages.flatMap(({ items }) => items).map(({ content }) => (content.kind === 'text' ? content.text : content.kind))
const readMessages = (of = chatId) => client.fetchInfiniteQuery(messagesQuery(tenantId, of))

/** A page that has read its chats and one conversation, and another one after it. */
async function readOnce(): Promise<void> {
  openPage()
  online()
  keepNow()
  await client.fetchQuery(portalQuery(tenantId))
  await client.fetchInfiniteQuery(chatsQuery(tenantId, ''))
  await readMessages()
  await written()
  leave.splice(0).forEach((one) => one())
  openPage()
}

beforeEach(() => {
  vi.useFakeTimers({ now: 1_750_000_000_000 })
  localStorage.clear()
  shelf.clear()
  shownKept.clear()
  network.asked.length = 0
  network.takes = Promise.resolve()
  connection.set('opening')
  said = {
    [`/${tenantId}`]: portal,
    '/chats': chatPage(chat({ lastEventNumber: 7 })),
    '/messages': messagePage(message({ content: { kind: 'text', text: 'até sábado' } })),
  }
})
afterEach(() => {
  leave.splice(0).forEach((one) => one())
  vi.useRealTimers()
})

it('what was read is there for the next page that reaches nobody', async () => {
  await readOnce()
  offline()
  expect(await client.fetchQuery(portalQuery(tenantId))).toEqual(portal)
  const { pages } = await client.fetchInfiniteQuery(chatsQuery(tenantId, ''))
  expect(pages[0]?.items.map(({ id }) => id)).toEqual([chatId])
  expect(texts(await readMessages())).toEqual(['até sábado'])
})

it('what news change is kept as it is then', async () => {
  openPage()
  online()
  keepNow()
  await readMessages()
  client.setQueryData(tenantKeys.messages(tenantId, chatId), {
    pages: [messagePage(message({ content: { kind: 'deleted' } }))],
    pageParams: [{}],
  })
  await written()
  openPage()
  offline()
  expect(texts(await readMessages())).toEqual(['deleted'])
})

it('a server that refuses is not answered for, and one that is silent is', async () => {
  await readOnce()
  refusing(401, 'unauthorized')
  await expect(client.fetchQuery(portalQuery(tenantId))).rejects.toThrow(Trouble)
  refusing(500, 'internal')
  await expect(client.fetchQuery(portalQuery(tenantId))).rejects.toThrow(Trouble)
  network.answer = () => new Promise(() => undefined)
  const asked = client.fetchQuery(portalQuery(tenantId))
  await vi.advanceTimersByTimeAsync(5_100)
  expect(await asked).toEqual(portal)
})

it('while news reach the page, nothing old is put under them', async () => {
  await readOnce()
  offline()
  connection.set('live')
  await expect(readMessages()).rejects.toThrow(Trouble)
})

it('what the page knows already is not replaced by what is kept', async () => {
  await readOnce()
  const newer = { pages: [messagePage(message({ id: 'M2' }))], pageParams: [{}] }
  client.setQueryData(tenantKeys.messages(tenantId, chatId), newer)
  offline()
  await expect(readMessages()).rejects.toThrow(Trouble)
  expect(client.getQueryData(tenantKeys.messages(tenantId, chatId))).toEqual(newer)
})

it('once there is a connection, what was kept is asked for again or dropped', async () => {
  await readOnce()
  offline()
  keepNow()
  await readMessages()
  online()
  connection.set('live')
  // Nobody looks at it: the next who does asks.
  expect(client.getQueryData(tenantKeys.messages(tenantId, chatId))).toBeUndefined()
})

it('a search, a place in the past and what a label has are not kept', async () => {
  openPage()
  online()
  keepNow()
  await client.fetchInfiniteQuery(chatsQuery(tenantId, 'maria'))
  await client.fetchInfiniteQuery(chatsQuery(tenantId, '', 'label:1'))
  await client.fetchInfiniteQuery(messagesQuery(tenantId, chatId, 'M1'))
  await written()
  expect([...shelf.keys()]).toEqual([])
})

it('of thirty chats the last fifty messages are kept, and a beginning is not claimed', async () => {
  openPage()
  online()
  keepNow()
  const many = Array.from({ length: 55 }, (_, index) => message({ id: `M${index}`, content: { kind: 'text', text: String(index) } }))
  said['/messages'] = messagePage(...many)
  for (let index = 0; index < 32; index++) {
    await readMessages(`c${index}`)
    await written()
  }
  const chats = [...shelf.keys()].filter((name) => name.includes('/messages/'))
  expect(chats).toHaveLength(30)
  expect(chats).not.toContain(`${tenantId}/messages/c1`)
  openPage()
  offline()
  const read = await readMessages('c31')
  expect(texts(read)).toEqual(many.slice(0, 50).map((_, index) => String(index)))
  expect(read.pages[0]?.nextCursor).not.toBeNull()
})

it('what changed while nobody looked is read again, and what is no chat any more is dropped', async () => {
  await readOnce()
  online()
  said['/messages'] = messagePage(message({ content: { kind: 'deleted' } }))
  said['/chats'] = chatPage(chat({ lastEventNumber: 8 }))
  keepNow()
  await client.fetchInfiniteQuery(chatsQuery(tenantId, ''))
  await vi.advanceTimersByTimeAsync(7_000)
  expect(JSON.stringify([...shelf])).not.toContain('até sábado')
  expect(JSON.stringify(shelf.get(`${tenantId}/messages/${chatId}`))).toContain('deleted')

  client.removeQueries({ queryKey: tenantKeys.messageLists(tenantId) })
  client.setQueryData(tenantKeys.chats(tenantId, ''), { pages: [chatPage()], pageParams: [null] })
  await vi.advanceTimersByTimeAsync(6_000)
  expect(shelf.has(`${tenantId}/messages/${chatId}`)).toBe(false)
})

it('where it is forgotten nothing is kept any more, nor of a page that goes on; and nothing of another tenant goes', async () => {
  await readOnce()
  shelf.set(`${other}/portal`, {})
  setKeeping(other, { heardAtMs: Date.now() })
  keepNow()
  await forgetKept(tenantId)
  online()
  await client.fetchQuery(portalQuery(tenantId))
  await readMessages()
  await written()
  expect([...shelf.keys()]).toEqual([`${other}/portal`])
  expect([keeping(tenantId), keeping(other) !== undefined]).toEqual([undefined, true])
  openPage()
  offline()
  await expect(readMessages()).rejects.toThrow(Trouble)
})

it('after a week without a word from the server nothing is shown, and the next page takes it off', async () => {
  await readOnce()
  offline()
  vi.setSystemTime(Date.now() + 8 * 24 * 3_600_000)
  await expect(readMessages()).rejects.toThrow(Trouble)
  openPage()
  keepNow()
  await vi.advanceTimersByTimeAsync(0)
  expect([...shelf.keys()]).toEqual([])
})

it('what another API answered is not read', async () => {
  await readOnce()
  offline()
  const name = `portaria.kept.${tenantId}`
  localStorage.setItem(name, JSON.stringify({ ...keeping(tenantId), api: 'older' }))
  await expect(readMessages()).rejects.toThrow(Trouble)
})

it('an answer that comes after what was kept is shown takes its place', async () => {
  await readOnce()
  online()
  said['/messages'] = messagePage(message({ content: { kind: 'text', text: 'até domingo' } }))
  let arrive = () => undefined as void
  network.takes = new Promise((resolve) => (arrive = resolve))
  const shown = client.fetchInfiniteQuery(messagesQuery(tenantId, chatId))
  await vi.advanceTimersByTimeAsync(5_100)
  expect(texts(await shown)).toEqual(['até sábado'])
  expect(shownKept.size).toBe(1)
  const key = tenantKeys.messages(tenantId, chatId)
  arrive()
  await vi.advanceTimersByTimeAsync(0)
  expect(client.getQueryState(key)?.isInvalidated, 'it is read again').toBe(true)
  expect(shownKept.size, 'and until then known as old').toBe(1)
  expect(texts(await readMessages())).toEqual(['até domingo'])
  expect(shownKept.size).toBe(0)
})

it('of an erased person nothing stays, also where nobody looks at the chats', async () => {
  await readOnce()
  online()
  keepNow()
  await readMessages()
  client.removeQueries({ queryKey: tenantKeys.messages(tenantId, chatId) })
  await forgetKeptChats(tenantId)
  await written()
  expect([...shelf.keys()]).toEqual([`${tenantId}/portal`])
  expect(keeping(tenantId)?.chats).toEqual([])
})

it('a phone that was unlinked takes the panel away, and what was kept of it', async () => {
  await readOnce()
  online()
  keepNow()
  said[`/${tenantId}`] = { ...portal, account: null }
  await client.fetchQuery(portalQuery(tenantId))
  leave.splice(0).forEach((one) => one())
  await vi.advanceTimersByTimeAsync(0)
  expect(shelf.has(`${tenantId}/portal`)).toBe(false)
})
