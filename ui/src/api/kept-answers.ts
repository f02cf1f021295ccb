// What the server said last, kept in this browser: it is shown where the server can't be reached, and goes with the login.
// Not @tanstack/react-query-persist-client: that takes what was kept for the server's word, and events come on top of it.
import type { QueryClient, QueryKey } from '@tanstack/react-query'

import { local } from '../lib/local'
import { shelfOf } from '../lib/shelf'
import type { Shown } from './chat-filter'
import { connection } from './connection'
import { keptNote } from './kept'
import { troubleOf } from './problem'

declare const __API__: string

/** For so long after the server was heard last it can be read: a login that ended meanwhile is not heard of. */
const readableMs = 7 * 24 * 60 * 60_000
/** For so long the server is waited for where something is kept. */
const patienceMs = 5_000

export const keptShelf = shelfOf('portaria-answers')

/** Where a tenant's answers lie. */
export const keptUnder = (tenantId: string) => `${tenantId}/`

/** What this browser notes of what it keeps of a tenant. */
export interface Keeping {
  /** The API whose answers they are. */
  api: string
  heardAtMs: number
  /** The chats whose messages are kept, the last changed first, and up to which of its events. */
  chats: { id: string; upTo: number }[]
}

export function keeping(tenantId: string): Keeping | undefined {
  try {
    const kept = JSON.parse(local.get(keptNote(tenantId)) ?? 'null') as Keeping | null
    return kept?.api === __API__ ? kept : undefined
  } catch {
    return undefined
  }
}

/** Whether what is kept may be shown. */
export function isReadable(tenantId: string): boolean {
  const kept = keeping(tenantId)
  return kept !== undefined && Date.now() - kept.heardAtMs < readableMs
}

export function setKeeping(tenantId: string, change: Partial<Omit<Keeping, 'api'>>): void {
  const kept = keeping(tenantId) ?? { heardAtMs: Date.now(), chats: [] }
  local.set(keptNote(tenantId), JSON.stringify({ ...kept, ...change, api: __API__ }))
}

/** Drops what is kept of a tenant; {@link keptNote} goes first. */
export const dropKept = (tenantId: string): Promise<void> => keptShelf.dropAll(keptUnder(tenantId))

/** Drops what is kept of a tenant's chats. What is on the screen is kept anew as it is read again. */
export async function dropKeptChats(tenantId: string): Promise<void> {
  setKeeping(tenantId, { chats: [] })
  for (const part of ['chats/', 'messages/']) await keptShelf.dropAll(keptUnder(tenantId) + part)
}

/** Drops what cannot be read any more, of whichever tenant. */
export async function dropUnreadable(): Promise<void> {
  const tenants = new Set((await keptShelf.names('')).map((name) => name.split('/')[0] ?? ''))
  for (const tenantId of tenants) {
    if (isReadable(tenantId)) continue
    local.set(keptNote(tenantId), null)
    await dropKept(tenantId)
  }
}

const lists: ReadonlySet<unknown> = new Set<Shown>(['main', 'unread', 'pinned', 'archived', 'waiting'])

/** The name under which the answer to a query is kept; none for what is not kept. */
export function keptName(queryKey: QueryKey): string | undefined {
  const [what, tenantId, which, filter] = queryKey
  if (typeof tenantId !== 'string') return undefined
  const under = keptUnder(tenantId)
  switch (what) {
    case 'portal':
    case 'labels':
      return under + what
    case 'chats':
      return which === '' && lists.has(filter) ? `${under}chats/${String(filter)}` : undefined
    case 'messages':
      // From the end, and not around one of them.
      return typeof which === 'string' && queryKey.length === 3 ? `${under}messages/${which}` : undefined
    default:
      return undefined
  }
}

/** What is shown and was kept, by the names: it is asked for again as soon as there is a connection. */
export const shownKept = new Map<string, QueryKey>()

interface Asking {
  client: QueryClient
  queryKey: QueryKey
}

/** See `orKept`. */
export async function answerOrKept<T>({ client, queryKey }: Asking, asked: Promise<T>): Promise<T> {
  const name = keptName(queryKey)
  if (name === undefined) return asked
  const heard = (answer: T): T => {
    shownKept.delete(name)
    return answer
  }
  if (client.getQueryData(queryKey) !== undefined || !isReadable(String(queryKey[1]))) return asked.then(heard)
  const kept = async (): Promise<T | undefined> => {
    // News reach the page: what is old must not be put under them.
    if (connection.get() === 'live') return undefined
    const found = (await keptShelf.get(name)) as T | undefined
    if (found === undefined || (connection.get() as string) === 'live') return undefined
    shownKept.set(name, queryKey)
    return found
  }
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), patienceMs)
  })
  try {
    const answer = await Promise.race([asked, late])
    if (answer !== undefined) return heard(answer)
    const found = await kept()
    if (found === undefined) return heard(await asked)
    // What comes after all is news: it is read in place of what was kept.
    void asked.then(
      () => client.invalidateQueries({ queryKey, exact: true }),
      () => undefined,
    )
    return found
  } catch (error) {
    // Whoever answers with words of their own says no.
    const found = troubleOf(error).body === null ? await kept() : undefined
    if (found === undefined) throw error
    return found
  } finally {
    clearTimeout(timer)
  }
}
