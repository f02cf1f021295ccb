import type { Outgoing } from '../../api/tenant'
import type { Message } from '../../api/types'
import { startOfDay } from '../../lib/dates'

/** What a conversation shows, from the oldest to the newest. */
export type Row =
  | { kind: 'beginning'; key: string }
  | { kind: 'day'; key: string; atMs: number }
  | { kind: 'unread'; key: string; count: number }
  /** What stands above was exchanged by a number that was linked before: its address, where a message says it. */
  | { kind: 'number'; key: string; pn: string | null }
  | { kind: 'message'; key: string; message: Message; startsRun: boolean }
  /** Pictures and films that were sent as one: what the server has, and behind it what it has not. Two at least. */
  | { kind: 'album'; key: string; messages: readonly Message[]; outgoing: readonly Outgoing[]; startsRun: boolean }
  | { kind: 'line'; key: string; message: Message }
  | { kind: 'outgoing'; key: string; outgoing: Outgoing; startsRun: boolean }

interface Given {
  /** As the server gives them: newest first. */
  newestFirst: readonly Message[]
  outgoing: readonly Outgoing[]
  /** How many of the others' messages were unread when the conversation was opened, and until when that counts. */
  unread: { count: number; untilMs: number }
  isComplete: boolean
}

/** A pause of this length begins a new run of bubbles. */
const runPauseMs = 10 * 60_000

/** What a message's row is known by: an id is unique within a writer. */
export function rowKey({ id, fromMe, sender }: Message): string {
  return `${fromMe ? 'me' : (sender.lid ?? sender.pn ?? '')}-${id}`
}

/** Where a message stands among the rows; -1: it is not among them. */
export function rowOf(rows: readonly Row[], messageId: string): number {
  return rows.findIndex(
    (row) =>
      ((row.kind === 'message' || row.kind === 'line') && row.message.id === messageId) ||
      (row.kind === 'album' && row.messages.some(({ id }) => id === messageId)),
  )
}

/** Whether two rows show the same: rows are made anew with each page, and messages stay what they are. */
export function isSameRow(one: Row, other: Row): boolean {
  const [mine, theirs] = [one, other].map((row) => Object.values(row).flat() as unknown[])
  return one.kind === other.kind && mine?.length === theirs?.length && mine?.every((value, index) => value === theirs?.[index]) === true
}

export function timeline({ newestFirst, outgoing, unread, isComplete }: Given): Row[] {
  const rows: Row[] = isComplete ? [{ kind: 'beginning', key: 'beginning' }] : []
  // The head of an album says nothing that its pictures do not.
  const oldestFirst = newestFirst.filter(({ content }) => content.kind !== 'album').reverse()
  const firstUnread = unreadStart(oldestFirst, unread)
  // Where a day began is not known before what lies above is. A pill here would move up when that comes, and take along
  // whoever reads below it.
  const [oldest] = oldestFirst
  let day = isComplete || !oldest ? undefined : startOfDay(oldest.placeMs)
  let before: { writer: string; atMs: number } | undefined

  const enter = (atMs: number) => {
    const today = startOfDay(atMs)
    if (today === day) return
    day = today
    before = undefined
    rows.push({ kind: 'day', key: `day-${today}`, atMs })
  }
  const startsRun = (writer: string, atMs: number) => {
    const starts = before?.writer !== writer || atMs - before.atMs > runPauseMs
    before = { writer, atMs }
    return starts
  }

  let number: { pn: string | null } | undefined
  const leaveNumber = () => {
    if (!number) return
    before = undefined
    rows.push({ kind: 'number', key: 'number', pn: number.pn })
    number = undefined
  }

  for (const message of oldestFirst) {
    if (message.isOfEarlierNumber) number = { pn: (message.fromMe ? message.sender.pn : null) ?? number?.pn ?? null }
    else leaveNumber()
    enter(message.placeMs)
    if (message === firstUnread) {
      before = undefined
      rows.push({ kind: 'unread', key: 'unread', count: unread.count })
    }
    const writer = message.fromMe ? 'me' : (message.sender.lid ?? message.sender.pn ?? '')
    const key = rowKey(message)
    if (message.content.kind === 'system') {
      before = undefined
      rows.push({ kind: 'line', key, message })
    } else rows.push({ kind: 'message', key, message, startsRun: startsRun(writer, message.placeMs) })
  }
  leaveNumber()
  const stored = new Set(newestFirst.map(({ clientKey }) => clientKey))
  for (const one of outgoing) {
    // The server has it, though no event has said so.
    if (stored.has(one.key)) continue
    // It stands below all others, also when it has waited since before them.
    const atMs = Math.max(one.atMs, newestFirst[0]?.placeMs ?? 0)
    enter(atMs)
    rows.push({ kind: 'outgoing', key: one.key, outgoing: one, startsRun: startsRun('me', atMs) })
  }
  return rows
}

function unreadStart(oldestFirst: readonly Message[], { count, untilMs }: Given['unread']): Message | undefined {
  if (count === 0) return undefined
  const theirs = oldestFirst.filter((message) => !message.fromMe && message.placeMs <= untilMs && isCounted(message))
  return theirs.at(-count) ?? theirs[0]
}

/** What only tells of the chat itself is never counted as unread. */
const isCounted = ({ content }: Message) => content.kind !== 'system' && content.kind !== 'call'
