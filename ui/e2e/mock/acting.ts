// What the mock makes of something that is said about a message: the message as it is from then on.
import type { components } from '../../src/api/schema.gen'
import type { Draft, Message, Participant, Receipt } from '../../src/api/types'
import { account, day, groupId, minute } from './world'

const us = { pn: account.pn, lid: account.lid }

/** The message that a draft is about, changed by it; nothing for a message of its own. */
export function marked(draft: Draft, target: Message, now: number): Message | undefined {
  const { marks, content } = target
  const mark = (change: Partial<Message['marks']>): Message => ({ ...target, marks: { ...marks, ...change } })
  const others = <T extends { fromMe: boolean }>(all: readonly T[]) => all.filter(({ fromMe }) => !fromMe)
  switch (draft.kind) {
    case 'reaction': {
      const own = draft.emoji === '' ? [] : [{ by: us, fromMe: true, emoji: draft.emoji, atMs: now }]
      return mark({ reactions: [...others(marks.reactions), ...own] })
    }
    case 'edit':
      return { ...mark({ edits: [...marks.edits, { content, untilMs: now }] }), content: { kind: 'text', text: draft.text } }
    case 'revoke':
      return { ...mark({ deleted: { by: us, fromMe: true, atMs: now } }), content: { kind: 'deleted' } }
    case 'vote': {
      const options = content.kind === 'poll' ? content.options.filter(({ name }) => draft.options.includes(name)) : []
      return mark({ votes: [...others(marks.votes), { by: us, fromMe: true, options: options.map(({ hash }) => hash), atMs: now }] })
    }
    case 'occasion_answer':
      return mark({ answers: [...others(marks.answers), { by: us, fromMe: true, attendance: draft.attendance, guests: 0, atMs: now }] })
    case 'pin':
      return mark({ pin: { by: us, untilMs: now + (draft.forS ?? 7 * 86_400) * 1000 } })
    case 'unpin':
      return mark({ pin: null })
    case 'star':
    case 'unstar':
      return mark({ isStarred: draft.kind === 'star' })
    default:
      return undefined
  }
}

/** How far an own message has come: in a group with two people. */
export function receiptsOf({ chatId, placeMs }: Message): Receipt[] {
  const by = { pn: '551190000301@s.whatsapp.net', lid: '100000000000301@lid' } // invented
  const bruno = { pn: '5511900000302@s.whatsapp.net', lid: null } // invented
  const read = { by, deliveredAtMs: placeMs + 2_000, readAtMs: placeMs + minute, playedAtMs: null }
  return chatId === groupId ? [read, { by: bruno, deliveredAtMs: placeMs + day, readAtMs: null, playedAtMs: null }] : [read]
}

/** Who is in a group of the world. */
export const members: Participant[] = [
  { party: { pn: '551190000301@s.whatsapp.net', lid: '100000000000301@lid' }, role: 'owner' }, // invented
  { party: us, role: 'admin' },
  { party: { pn: '5511900000302@s.whatsapp.net', lid: null }, role: 'member' }, // invented
  { party: { pn: null, lid: '100000000000303@lid' }, role: 'member' },
]

/** The labels of a business. */
export const labels: components['schemas']['Label'][] = [
  { id: '1', name: 'Novo cliente', color: 0 },
  { id: '2', name: 'Pagamento pendente', color: 3 },
]
