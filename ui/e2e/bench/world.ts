// What the bench fills the mock with: ten thousand chats, each of a hundred thousand messages that are made as they are asked for.
import { chat as buildChat } from '../../src/testing/world'
import type { Answer } from '../mock/answers'
import type { Mock } from '../mock/server'
import { type Chat, type Message, message, minute } from '../mock/world'

export const chatCount = 10_000
export const messageCount = 100_000

const words = 'bom dia pão queijo pedido amanhã cedo entrega endereço obrigada dois bolos café retirar loja hoje troco cartão'.split(' ')

/** A text of one to forty words, the same for the same number. */
function text(index: number): string {
  const length = 1 + ((index * 7919) % (index % 11 === 0 ? 40 : 12))
  return Array.from({ length }, (_, at) => words[(index * 31 + at * 17) % words.length]).join(' ')
}

/** The newest of a chat is the last. */
export function messageAt(chatId: string, index: number, nowMs: number): Message {
  return message(chatId, index, index % 3 === 0, text(index), nowMs - (messageCount - index) * 2 * minute)
}

export const chatName = (index: number): string => `Cliente ${String(index + 1).padStart(5, '0')}`

/** The most recently active first. */
export function manyChats(nowMs: number): Chat[] {
  return Array.from({ length: chatCount }, (_, index) => {
    const id = `01900000-0000-7000-8000-0000000b${String(index).padStart(4, '0')}`
    const lastMessage = messageAt(id, messageCount - 1, nowMs)
    const pn = `5511900${String(100_000 + index)}@s.whatsapp.net` // invented
    return buildChat({
      id,
      name: chatName(index),
      pn,
      lastActivityMs: nowMs - index * minute,
      lastMessage,
      unread: index % 5 === 0 ? 2 : 0,
    })
  })
}

/** Answers for the chats of the bench; nothing for whatever else is asked. */
export function fill({ state }: Mock, nowMs: number): void {
  state.chats = manyChats(nowMs)
  state.answersFirst = (method, url) => {
    const [, , , , room, chatId = '', act, id] = url.pathname.split('/')
    if (method !== 'GET') return undefined
    if (room === 'messages') return found(state.chats, url.searchParams, nowMs)
    if (room !== 'chats' || act !== 'messages' || id !== undefined) return undefined
    return [200, pageOf(chatId, url.searchParams, nowMs)]
  }
}

function pageOf(chatId: string, query: URLSearchParams, nowMs: number): object {
  const limit = Number(query.get('limit') ?? 50)
  const from = Number(query.get('cursor') ?? 0)
  const to = Math.min(messageCount, from + limit)
  const items = Array.from({ length: to - from }, (_, at) => messageAt(chatId, messageCount - 1 - from - at, nowMs))
  return { items, nextCursor: to < messageCount ? String(to) : null, newerCursor: from > 0 ? String(from) : null }
}

/** A page of hits, at once: what finding them takes the server is measured with the server. */
function found(chats: readonly Chat[], query: URLSearchParams, nowMs: number): Answer {
  const end = (query.get('search') ?? '').length
  const theirs = chats.slice(0, Number(query.get('limit') ?? 30))
  const items = theirs.map(({ id }, index) => {
    const hit = messageAt(id, messageCount - 1 - index, nowMs)
    const said = hit.content.kind === 'text' ? hit.content.text : ''
    return { message: hit, snippet: { text: said, hits: [{ start: 0, end }], isCutBefore: false, isCutAfter: false } }
  })
  return [200, { items, nextCursor: null, chats: theirs, indexedPercent: 100 }]
}
