import { QueryClient, QueryObserver } from '@tanstack/react-query'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'

vi.mock('../../lib/alone', () => ({ canBeAlone: () => false, alone: <T>(_: string, what: () => Promise<T>) => what() }))

import { type Outgoing, tenantKeys } from '../../api/tenant'
import { chat, chatId, message, tenantId } from '../../testing/world'
import { answeringOf } from './acting/answering'
import { trayOf } from './composing/tray'
import { drafts } from './drafts'
import { forgetGone } from './gone-chats'
import { senderOf } from './sender'

const other = '01900000-0000-7000-8000-00000000c002'
const problem = (status: number, code: string) => Response.json({ type: code, title: code, status, code, detail: code }, { status })

let client: QueryClient
/** Chats and messages that the server has no longer. */
let gone: string[]
/** What a chat became that was merged into another. */
let became: Record<string, string>
let isReached: boolean

const waiting = () => Object.keys(localStorage).filter((name) => name.startsWith(`portaria.outgoing.${tenantId}`)).length
const shown = (chat: string) => client.getQueryData<Outgoing[]>(tenantKeys.outgoing(tenantId, chat)) ?? []

beforeEach(() => {
  localStorage.clear()
  client = new QueryClient()
  gone = []
  became = {}
  isReached = true
  vi.stubGlobal('fetch', (request: Request) => {
    const { pathname, search } = new URL(request.url)
    // Nothing that is sent arrives, so that it waits.
    if (!isReached || request.method !== 'GET') return Promise.reject(new TypeError('Failed to fetch'))
    if (gone.some((id) => pathname.includes(id) || search.includes(id))) return Promise.resolve(problem(404, 'not_found'))
    const id = pathname.split('/')[5] ?? ''
    const idNow = became[id] ?? id
    return Promise.resolve(Response.json(pathname.endsWith('/messages') ? { items: [], nextCursor: null } : chat({ id: idNow })))
  })
  for (const id of [chatId, other]) {
    drafts.set(tenantId, id, 'o preço para a Marina é')
    senderOf(client, tenantId).send(id, 'já vai')
  }
  trayOf(tenantId, chatId).add([new File(['x'], 'contrato.pdf')])
})
afterEach(() => {
  client.clear()
  vi.unstubAllGlobals()
})

it('what was written for a chat that is gone goes with it, and everything else stays', async () => {
  gone = [chatId]
  await forgetGone(client, tenantId)
  expect([drafts.get(tenantId, chatId), shown(chatId), trayOf(tenantId, chatId).store.get().items]).toEqual(['', [], []])
  expect([drafts.get(tenantId, other), shown(other).length, waiting()]).toEqual(['o preço para a Marina é', 1, 1])
})

it('what was written for a chat that became another one goes over to that, in its order', async () => {
  const answered = message({ id: 'ASKED' })
  answeringOf(tenantId, chatId).set({ kind: 'reply', message: answered })
  trayOf(tenantId, chatId).setAsDocument(true)
  const { items } = trayOf(tenantId, chatId).store.get()
  const revoked = vi.spyOn(URL, 'revokeObjectURL')
  senderOf(client, tenantId).send(chatId, 'e mais isto')
  became = { [chatId]: other }
  await forgetGone(client, tenantId, chatId)
  expect(drafts.chats(tenantId)).toEqual([other])
  expect(drafts.get(tenantId, other)).toBe('o preço para a Marina é\no preço para a Marina é')
  expect([shown(chatId), shown(other).map(({ text }) => text)]).toEqual([[], ['já vai', 'já vai', 'e mais isto']])
  expect([...senderOf(client, tenantId).waitsIn(), waiting()]).toEqual([other, 3])
  const tray = trayOf(tenantId, other).store.get()
  expect([tray.items.slice(-items.length), tray.isAsDocument]).toEqual([items, true])
  expect(revoked).not.toHaveBeenCalled()
  expect(answeringOf(tenantId, other).get()).toMatchObject({ kind: 'reply', message: { id: 'ASKED', chatId: other } })
  answeringOf(tenantId, other).set(null)
})

it('what was begun in a chat that is open stays there until that turns to the other one', async () => {
  const open = new QueryObserver(client, { queryKey: tenantKeys.chat(tenantId, chatId), queryFn: () => chat(), initialData: chat() })
  const leave = open.subscribe(() => undefined)
  became = { [chatId]: other }
  await forgetGone(client, tenantId, chatId)
  expect([open.getCurrentResult().data?.id, drafts.chats(tenantId).sort()]).toEqual([other, [chatId, other].sort()])
  leave()
})

it('what is about to be answered goes with who was erased', async () => {
  answeringOf(tenantId, other).set({ kind: 'reply', message: message({ id: 'HERS', chatId: other }) })
  await forgetGone(client, tenantId)
  expect(answeringOf(tenantId, other).get()).not.toBeNull()
  gone = ['HERS']
  await forgetGone(client, tenantId)
  expect(answeringOf(tenantId, other).get()).toBeNull()
})

it('of a chat for which nothing is kept nothing is asked', async () => {
  const asked = vi.spyOn(globalThis, 'fetch')
  await forgetGone(client, tenantId, '01900000-0000-7000-8000-00000000c009')
  expect(asked).not.toHaveBeenCalled()
})

it('a chat of which nothing is heard, or that came back meanwhile, keeps what was written', async () => {
  isReached = false
  await forgetGone(client, tenantId)
  isReached = true
  await forgetGone(client, tenantId, chatId)
  expect([drafts.get(tenantId, chatId), waiting()]).toEqual(['o preço para a Marina é', 2])
})

it('the words of who was erased go out of what answers them elsewhere', async () => {
  const { id, sender, fromMe } = message({ id: 'HERS' })
  senderOf(client, tenantId).send(other, 'combinado', { quote: { id, sender, fromMe, kind: 'text', text: 'moro na rua tal' } })
  expect(JSON.stringify({ ...localStorage })).toContain('moro na rua tal')
  gone = ['HERS']
  await forgetGone(client, tenantId)
  expect(JSON.stringify({ ...localStorage })).not.toContain('moro na rua tal')
  expect(shown(other).map(({ text }) => text)).toEqual(['já vai', 'combinado'])
})
