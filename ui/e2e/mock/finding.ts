// How the mock finds chats and messages: enough for the pages, and no rule that the server does not have.
import { isIn, type Shown } from '../../src/api/chat-filter'
import { folded } from '../../src/lib/folded'
import type { Chat, Found, FoundPage, Message, MessagePage } from '../../src/api/types'

import { type Answer, page } from './answers'

/** The chats that a list shows. */
export function listed(chats: readonly Chat[], query: URLSearchParams): Chat[] {
  const search = folded(query.get('search') ?? '')
  const show = query.get('show') as Shown | null
  const label = query.get('labelId')
  const assignee = query.get('assigneeId')
  return chats
    .filter((chat) => folded(chat.name).includes(search))
    .filter((chat) => show === null || isIn(show, chat))
    .filter((chat) => label === null || chat.labels.includes(label))
    .filter((chat) => assignee === null || chat.assigneeId === assignee)
}

/** A page of messages, the newest first: from a cursor in either direction, or around one. Nothing: that one is not there. */
export function pageOf(all: readonly Message[], query: URLSearchParams): [number, MessagePage] | undefined {
  const limit = Math.min(200, Number(query.get('limit') ?? 50))
  const [around, newer] = [query.get('around'), query.get('newer')]
  const at = all.findIndex(({ id }) => id === around)
  if (around !== null && at < 0) return undefined
  const older = Number(query.get('cursor') ?? 0)
  const from = around !== null ? Math.max(0, at - Math.floor(limit / 2)) : newer !== null ? Math.max(0, Number(newer) - limit) : older
  const to = newer === null ? from + limit : Number(newer)
  const cursor = (place: number, isThere: boolean) => (isThere ? String(place) : null)
  return [200, { items: all.slice(from, to), nextCursor: cursor(to, to < all.length), newerCursor: cursor(from, from > 0) }]
}

/** Texts that hold what was typed, as it stands. */
export function searched(chats: readonly Chat[], all: readonly Message[], query: URLSearchParams): Answer {
  const search = folded(query.get('search') ?? '')
  const items = all
    .flatMap((message): Found[] => {
      const text = message.content.kind === 'text' ? message.content.text : ''
      const start = folded(text.normalize('NFC')).indexOf(search)
      if (start < 0 || text === '') return []
      return [{ message, snippet: { text, hits: [{ start, end: start + search.length }], isCutBefore: false, isCutAfter: false } }]
    })
    .sort((one, other) => other.message.placeMs - one.message.placeMs)
  const [status, found] = page(items, query, [30, 100])
  if (status !== 200) return [status, found]
  const shown = found as Pick<FoundPage, 'items' | 'nextCursor'>
  const theirs = chats.filter(({ id }) => shown.items.some(({ message }) => message.chatId === id))
  return [200, { ...shown, chats: theirs, indexedPercent: 100 } satisfies FoundPage]
}
