// What can be done with a message. The server has the last word; what it would refuse for certain is not offered.
import type { Content, Message } from '../../../api/types'
import { unformatted } from '../formatting'
import type { Several } from './acting'

export type Deed = 'reply' | 'react' | 'copy' | 'forward' | 'star' | 'unstar' | 'pin' | 'unpin' | 'info' | 'edit' | 'deleteForMe' | 'revoke'

/** WhatsApp lets one change one's words for so long. */
export const editableMs = 15 * 60_000
/** And take back a message for so long. */
const revocableMs = 2 * 24 * 60 * 60_000

/** Says something: what only tells of the chat itself, or is not here to be seen, does not. */
const isSaid = ({ kind }: Content) => kind !== 'system' && kind !== 'deleted' && kind !== 'call' && kind !== 'album'
const stays: ReadonlySet<Content['kind']> = new Set(['open_on_phone', 'undecryptable', 'unsupported'])

/** The words of a message, where it has any. */
export function wordsOf(content: Content): string {
  if (content.kind === 'text') return content.text
  if (content.kind === 'media') return content.caption ?? ''
  return ''
}

export const isEditable = ({ fromMe, content, status, atMs }: Message, nowMs: number): boolean =>
  fromMe && content.kind === 'text' && status !== 'failed' && atMs !== null && nowMs - atMs < editableMs

/** The message that a reply without a choice means: the newest of somebody else, or of one's own where they said nothing. */
export function lastToAnswer(newestFirst: readonly Message[], nowMs: number): Message | undefined {
  const answerable = newestFirst.filter((message) => deedsOf(message, { nowMs, isAdmin: false }).includes('reply'))
  return answerable.find(({ fromMe }) => !fromMe) ?? answerable[0]
}

interface Around {
  nowMs: number
  /** Whether this account may take back what others wrote. */
  isAdmin: boolean
}

export function deedsOf(message: Message, { nowMs, isAdmin }: Around): Deed[] {
  const { content, fromMe, status, marks, context } = message
  if (!isSaid(content)) return []
  const isThere = !fromMe || (status !== 'failed' && status !== 'queued')
  // Nobody on WhatsApp would know which message is meant.
  const isOwnNumbers = !message.isOfEarlierNumber
  const isFresh = nowMs - message.placeMs < revocableMs
  const isPinned = marks.pin != null && marks.pin.untilMs > nowMs
  const travels = isThere && !stays.has(content.kind) && !context.isViewOnce && !(content.kind === 'place' && content.isLive)
  const deeds: (Deed | false)[] = [
    isThere && 'reply',
    isThere && isOwnNumbers && 'react',
    unformatted(wordsOf(content)) !== '' && 'copy',
    travels && 'forward',
    isThere && (marks.isStarred ? 'unstar' : 'star'),
    isThere && isOwnNumbers && (isPinned ? 'unpin' : 'pin'),
    fromMe && isThere && 'info',
    isOwnNumbers && isEditable(message, nowMs) && 'edit',
    isThere && 'deleteForMe',
    isThere && isOwnNumbers && (fromMe || isAdmin) && isFresh && 'revoke',
  ]
  return deeds.filter((deed) => deed !== false)
}

/** What makes sense of an album as a whole; the rest is about one message. */
const ofMany = ['reply', 'react', 'copy', 'forward', 'star', 'unstar', 'deleteForMe', 'revoke'] as const

/** What can be done with all of these at once: what each of them lets be done, and words are copied of those that have any. */
export function deedsOfAll(messages: Several, around: Around): Deed[] {
  if (messages.length === 1) return deedsOf(messages[0], around)
  const each = messages.map((message) => deedsOf(message, around))
  const isStarred = each.every((deeds) => deeds.includes('unstar'))
  return ofMany.filter((deed) => {
    if (deed === 'copy') return each.some((deeds) => deeds.includes('copy'))
    if (deed === 'star') return !isStarred && each.every((deeds) => deeds.includes('star') || deeds.includes('unstar'))
    return each.every((deeds) => deeds.includes(deed))
  })
}
