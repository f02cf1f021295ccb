import type { Chat } from '../../../api/types'

/** Those who wait for an answer: how many, and since when the first of them. */
export function waitingOf(chats: readonly Chat[]): { count: number; sinceMs: number | null } {
  const since = chats.flatMap(({ waitingSinceMs }) => waitingSinceMs ?? [])
  return { count: since.length, sinceMs: since.length === 0 ? null : Math.min(...since) }
}

/**
 * The next chat of those that wait, down the list or up, and round at its ends. From a chat that waits no longer it goes on
 * where that stands.
 */
export function nextWaiting(waiting: readonly Chat[], open: Chat | undefined, step: 1 | -1): Chat | undefined {
  const others = waiting.filter(({ id }) => id !== open?.id)
  const ahead = others.filter((chat) => open !== undefined && (open.lastActivityMs - chat.lastActivityMs) * step > 0)
  const next = ahead.length > 0 ? ahead : others
  return step === 1 ? next[0] : next.at(-1)
}
