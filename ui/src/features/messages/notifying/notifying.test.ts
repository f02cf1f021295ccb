import i18next from 'i18next'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'

import type { Arrival } from '../../../api/arrivals'
import { chat, file, line, message, tenantId } from '../../../testing/world'
import { Announcer, isTold } from './announcer'
import { choices, choose } from './choices'
import { permission } from './permission'
import { noticeOf } from './use-notifying'

// Taking turns is tried with real tabs in e2e/journeys/notifying.spec.ts.
vi.mock('../../../lib/alone', () => ({
  canBeAlone: () => false,
  alone: <T>(_: string, what: () => Promise<T>) => what(),
  isFirst: () => Promise.resolve(true),
}))

interface Said extends NotificationOptions {
  title: string
}

let said: Said[]
let number = 0

class FakeNotice {
  static permission = 'granted'
  onclick: (() => void) | null = null
  isClosed = false
  constructor(title: string, options: NotificationOptions) {
    said.push({ title, ...options })
    notices.push(this)
  }
  close() {
    this.isClosed = true
  }
}
let notices: FakeNotice[] = []

const first = choices.get()

beforeEach(() => {
  said = []
  notices = []
  vi.useFakeTimers()
  vi.stubGlobal('Notification', FakeNotice)
  permission.set('granted')
  choose(first)
  localStorage.removeItem(`portaria.told.${tenantId}`)
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

const arrival = (chatId = 'a', change: Partial<Pick<Arrival, 'chat' | 'message'>> = {}): Arrival => ({
  number: ++number,
  message: message({ chatId, content: { kind: 'text', text: 'Oi, *tudo* bem?' } }),
  chat: chat({ id: chatId, name: `Chat ${chatId}`, unread: 1 }),
  ...change,
})

const announcer = (isLookedAt: (chatId: string) => boolean = () => false, onOpen: (chatId: string | undefined) => void = () => undefined) =>
  new Announcer({
    tenantId,
    isLookedAt,
    wordsOf: (one, showsText) => noticeOf(one, showsText, i18next.t, 'pt-BR'),
    wordsOfMany: (count) => ({ title: 'Padaria Sol', body: String(count) }),
    onOpen,
  })

it('nobody is told of what is muted, put away as a group, their own, or said by nobody', () => {
  const of = (change: Parameters<typeof chat>[0], content = message().content) =>
    isTold({ number: 1, chat: chat(change), message: message({ content }) }, 1_000)
  expect(of({})).toBe(true)
  expect(of({ mutedForEver: true })).toBe(false)
  expect(of({ mutedUntilMs: 2_000 })).toBe(false)
  expect(of({ mutedUntilMs: 500 })).toBe(true)
  expect(of({ isArchived: true }), 'a customer who was done with writes again').toBe(true)
  expect(of({ isArchived: true, mutedForEver: true })).toBe(false)
  expect(of({ kind: 'group' })).toBe(true)
  expect(of({ kind: 'group', isArchived: true })).toBe(false)
  expect(of({ kind: 'status' })).toBe(false)
  expect(of({ isBlocked: true })).toBe(false)
  expect(of({}, line({ what: 'left', who: [] }))).toBe(false)
  expect(of({}, { kind: 'call', isVideo: false, outcome: 'missed' })).toBe(true)
  expect(of({}, { kind: 'call', isVideo: false, outcome: 'ringing' })).toBe(false)
  expect(isTold({ number: 1, chat: chat(), message: message({ fromMe: true }) }, 0)).toBe(false)
})

it('a notice says the words as they are read, or that there are some', () => {
  const hostile = arrival('a', {
    chat: chat({ name: 'Ana\u202egnp' }),
    message: message({ content: { kind: 'text', text: '\u202e_Olá_\n<b>' } }),
  })
  expect(noticeOf(hostile, true, i18next.t, 'pt-BR')).toEqual({ title: 'Anagnp', body: 'Olá <b>' })
  expect(noticeOf(hostile, false, i18next.t, 'pt-BR').body).toBe('Nova mensagem')
  const group = arrival('g', { chat: chat({ kind: 'group', name: 'Obra' }), message: message({ senderName: 'Bia' }) })
  expect(noticeOf(group, true, i18next.t, 'pt-BR')).toEqual({ title: 'Obra', body: 'Bia: oi' })
})

it('a notice of an album says how much of it has come, and one of what came before says what that was', () => {
  const photo = message({ id: 'M2', content: file('image', { caption: 'A feira' }) })
  const known = chat({ name: 'Ana', lastMessage: photo, lastAlbum: { images: 1, videos: 2, caption: 'A *feira*' } })
  const bodyOf = (of: typeof photo) => noticeOf(arrival('a', { chat: known, message: of }), true, i18next.t, 'pt-BR').body
  expect(bodyOf(photo)).toBe('1 foto, 2 vídeos · A feira')
  expect(bodyOf(message({ id: 'M1' }))).toBe('oi')
  const without = { ...known, lastAlbum: { images: 2, videos: 0, caption: null } }
  expect(noticeOf(arrival('a', { chat: without, message: photo }), true, i18next.t, 'pt-BR').body).toBe('2 fotos')
})

it('a burst is one notice for each chat, with the newest words, and of many chats one for all', async () => {
  const one = announcer()
  one.take(arrival('a'))
  one.take(arrival('a', { message: message({ content: { kind: 'text', text: 'Alô?' } }) }))
  one.take(arrival('b'))
  await vi.runAllTimersAsync()
  expect(said.map(({ title, body }) => `${title}: ${body}`)).toEqual(['Chat a: Alô?', 'Chat b: Oi, tudo bem?'])
  for (const id of ['a', 'b', 'c', 'd']) one.take(arrival(id))
  await vi.runAllTimersAsync()
  expect(said.slice(2).map(({ title, body }) => `${title}: ${body}`)).toEqual(['Padaria Sol: 4'])
})

it('of two tabs one tells, and none where somebody looks at the chat in one of them', async () => {
  const [one, other] = [announcer(), announcer((chatId) => chatId === 'seen')]
  const [seen, unseen] = [arrival('seen'), arrival('unseen')]
  for (const tab of [one, other]) {
    tab.take(seen)
    tab.take(unseen)
  }
  await vi.runAllTimersAsync()
  expect(said.map(({ title }) => title)).toEqual(['Chat unseen'])
})

it('a press opens the chat, and what was read elsewhere takes its notice away', async () => {
  const onOpen = vi.fn()
  const one = announcer(() => false, onOpen)
  one.take(arrival('a'))
  await vi.runAllTimersAsync()
  notices.at(-1)?.onclick?.()
  expect(onOpen).toHaveBeenCalledWith('a')
  one.take(arrival('b'))
  await vi.runAllTimersAsync()
  one.settle((chatId) => chatId === 'b')
  expect(notices.at(-1)?.isClosed).toBe(true)
})

it('whoever wants no notices gets none, and a browser that has none is asked once', async () => {
  const one = announcer()
  choose({ hasNotices: false })
  one.take(arrival('a'))
  await vi.runAllTimersAsync()
  expect(said).toEqual([])
  choose({ hasNotices: true })
  vi.stubGlobal('Notification', function () {
    throw new TypeError('Illegal constructor')
  })
  one.take(arrival('a'))
  await vi.runAllTimersAsync()
  expect(permission.get()).toBe('none')
})
