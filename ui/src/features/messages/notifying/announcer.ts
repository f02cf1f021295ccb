import type { Arrival } from '../../../api/arrivals'
import { isMuted, isOfMany } from '../chat-words'
import { chime } from './chime'
import { choices } from './choices'
import { isMissed } from './missed'
import { permission, show, type Shown } from './permission'
import { told } from './told'

/** Time for a tab in which somebody looks at the chat to say so, and for a burst to come together. */
const gatherMs = 350
/** What comes closer together than this is one burst: it sounds once. */
const burstMs = 4_000
/** More chats than this at once become one notice. */
const mostNotices = 3

interface Given {
  tenantId: string
  /** Whether somebody looks at this chat in this page now. */
  isLookedAt: (chatId: string) => boolean
  /** What a notice says, with the words or without. */
  wordsOf: (arrival: Arrival, showsText: boolean) => { title: string; body: string }
  /** What one notice says of many chats. */
  wordsOfMany: (chats: number) => { title: string; body: string }
  /** A notice was pressed; no chat where it is of many. */
  onOpen: (chatId: string | undefined) => void
}

/** Whether anybody is told of a message: not of what is muted, nor of a group that was put away, nor of what nobody said. */
export function isTold({ chat, message }: Arrival, nowMs: number): boolean {
  if (message.fromMe || chat.isBlocked || isMuted(chat, nowMs)) return false
  if (chat.kind === 'status' || chat.kind === 'newsletter' || (chat.isArchived && isOfMany(chat))) return false
  const { content } = message
  if (content.kind === 'call') return content.outcome === 'missed'
  return content.kind !== 'system' && content.kind !== 'deleted' && content.kind !== 'album'
}

/** Tells of what arrives while nobody looks at it, once for all tabs of a browser. */
export class Announcer {
  private readonly given: Given
  private readonly shown = new Map<string, Shown>()
  private waiting: Arrival[] = []
  private timer: ReturnType<typeof setTimeout> | undefined

  constructor(given: Given) {
    this.given = given
  }

  take(arrival: Arrival): void {
    if (!isTold(arrival, Date.now())) return
    if (this.given.isLookedAt(arrival.chat.id)) {
      void told.take(this.given.tenantId, [arrival.number], Date.now(), false)
      return
    }
    this.waiting.push(arrival)
    this.timer ??= setTimeout(() => void this.announce(), gatherMs)
  }

  /** Takes away the notices of chats that were read meanwhile. */
  settle(isRead: (chatId: string) => boolean): void {
    for (const [chatId, notice] of this.shown) {
      if (!isRead(chatId)) continue
      notice.close()
      this.shown.delete(chatId)
    }
  }

  stop(): void {
    clearTimeout(this.timer)
    this.timer = undefined
    this.waiting = []
    this.settle(() => true)
  }

  private async announce(): Promise<void> {
    const waiting = this.waiting
    this.waiting = []
    this.timer = undefined
    const numbers = waiting.map(({ number }) => number)
    const { taken, quietMs } = await told.take(this.given.tenantId, numbers, Date.now(), true)
    const mine = waiting.filter(({ number, chat }) => taken.includes(number) && !this.given.isLookedAt(chat.id))
    if (mine.length === 0) return
    if (document.visibilityState === 'hidden' && permission.get() === 'ask') isMissed.set(true)
    const { hasSound, hasNotices } = choices.get()
    const isFirst = quietMs >= burstMs || quietMs < 0
    const isHeard = hasSound && isFirst && (await chime())
    // The system's own sound is for pages that may make none.
    if (hasNotices) this.showAll(mine, !hasSound || !isFirst || isHeard)
  }

  private showAll(arrivals: readonly Arrival[], isSilent: boolean): void {
    const newest = new Map(arrivals.map((arrival) => [arrival.chat.id, arrival]))
    if (newest.size > mostNotices) {
      this.showOne(undefined, this.given.wordsOfMany(newest.size), isSilent)
      return
    }
    for (const arrival of newest.values()) this.showOne(arrival.chat.id, this.given.wordsOf(arrival, choices.get().showsText), isSilent)
  }

  private showOne(chatId: string | undefined, { title, body }: { title: string; body: string }, isSilent: boolean): void {
    // By the tag a later notice of the same chat stands in the place of the one before.
    const notice = show(title, { body, tag: `${this.given.tenantId}/${chatId ?? ''}`, silent: isSilent }, chatId)
    if (!notice) return
    if (chatId !== undefined) this.shown.set(chatId, notice)
    notice.onclick = () => {
      window.focus()
      notice.close()
      this.given.onOpen(chatId)
    }
  }
}
