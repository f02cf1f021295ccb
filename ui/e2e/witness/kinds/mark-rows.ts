// Every draft about another message: what it is about, what the API is asked for, what Baileys gets.
import { type AnyMessageContent, proto } from 'baileys'

import { hashOf, occasion, poll } from './places'
import type { Said } from './saying'
import type { Schemas } from './row'

type Draft = Schemas['DraftBody']
type Target = Schemas['MessageRef']

export interface MarkRow {
  what: string
  /** What it is about: a message of the contact's, or one that the tenant sends. */
  about: { theirs: AnyMessageContent } | { own: Schemas['SendToChat'] }
  /** What is said, one after the other. */
  drafts: ((target: Target) => Draft)[]
  /** The protobufs of it as `opened` tells them; a star is none. */
  shows: object[]
  /** What the panel shows of the message in the end, the tenant's number being `by`. */
  marks: (by: string) => Said['marks']
  content?: Said['content']
  /** Whether it can be said in groups alone: by admins. */
  isForGroups?: boolean
}

const text = (words: string): MarkRow['about'] => ({ theirs: { text: words, linkPreview: null } })
const own = (words: string): MarkRow['about'] => ({ own: { text: words } })
const whose = (by: string) => ({ by, fromMe: true })
const { PIN_FOR_ALL, UNPIN_FOR_ALL } = proto.PinInChat.Type
const { KEEP_FOR_ALL, UNDO_KEEP_FOR_ALL } = proto.KeepType
const { MESSAGE_EDIT, REVOKE } = proto.Message.ProtocolMessage.Type
const { GOING, NOT_GOING } = proto.Message.EventResponseMessage.EventResponseType

const react =
  (emoji: string) =>
  (target: Target): Draft => ({ kind: 'reaction', target, emoji })
const vote =
  (...options: string[]) =>
  (target: Target): Draft => ({ kind: 'vote', target, options })
const answer =
  (attendance: Schemas['Attendance']) =>
  (target: Target): Draft => ({ kind: 'occasion_answer', target, attendance })
const edit =
  (words: string) =>
  (target: Target): Draft => ({ kind: 'edit', target, text: words })
const only =
  (kind: 'revoke' | 'unpin' | 'star' | 'unstar' | 'keep' | 'unkeep') =>
  (target: Target): Draft => ({ kind, target })
const pin =
  (forS: number) =>
  (target: Target): Draft => ({ kind: 'pin', target, forS })

const signs: MarkRow[] = [
  {
    what: 'a reaction to theirs',
    about: text('com um sinal'),
    drafts: [react('👍'), react('😋')],
    shows: [{ reactionMessage: { text: '👍' } }, { reactionMessage: { text: '😋' } }],
    marks: (by) => ({ reactions: [{ ...whose(by), emoji: '😋' }] }),
  },
  {
    what: 'a reaction to an own one, taken away again',
    about: own('com um sinal a menos'),
    drafts: [react('👍'), react('')],
    shows: [{ reactionMessage: { text: '👍' } }, { reactionMessage: { text: '' } }],
    marks: () => ({}),
  },
]

const questions: MarkRow[] = [
  {
    what: 'a vote in their poll',
    about: { theirs: poll(0) },
    drafts: [vote('Pão'), vote('Pão', 'Bolo')],
    shows: [{ pollUpdateMessage: { chosen: [hashOf('Pão')] } }, { pollUpdateMessage: { chosen: [hashOf('Pão'), hashOf('Bolo')] } }],
    marks: (by) => ({ votes: [{ ...whose(by), options: [hashOf('Pão'), hashOf('Bolo')] }] }),
  },
  {
    what: 'a vote in an own poll, taken back',
    about: { own: { message: { kind: 'poll', question: 'Qual?', options: ['Pão', 'Bolo'], choices: 1 } } },
    drafts: [vote('Bolo'), vote()],
    shows: [{ pollUpdateMessage: { chosen: [hashOf('Bolo')] } }, { pollUpdateMessage: { chosen: [] } }],
    marks: () => ({}),
  },
  {
    what: 'an answer to their event',
    about: { theirs: { event: occasion } },
    drafts: [answer('going'), answer('not_going')],
    shows: [{ encEventResponseMessage: { response: GOING } }, { encEventResponseMessage: { response: NOT_GOING } }],
    marks: (by) => ({ answers: [{ ...whose(by), attendance: 'not_going', guests: 0 }] }),
  },
]

const stays: MarkRow[] = [
  {
    what: 'a pin of theirs',
    about: text('no topo'),
    drafts: [pin(86_400)],
    shows: [{ pinInChatMessage: { type: PIN_FOR_ALL }, lastsS: 86_400 }],
    marks: (by) => ({ pin: { by } }),
  },
  {
    what: 'a pin of an own one, taken away again',
    about: own('não mais no topo'),
    drafts: [pin(604_800), only('unpin')],
    shows: [
      { pinInChatMessage: { type: PIN_FOR_ALL }, lastsS: 604_800 },
      { pinInChatMessage: { type: UNPIN_FOR_ALL }, lastsS: 0 },
    ],
    marks: () => ({}),
  },
  {
    what: 'what disappears, kept',
    about: { theirs: { text: 'fica', linkPreview: null, contextInfo: { expiration: 86_400 } } },
    drafts: [only('keep')],
    shows: [{ keepInChatMessage: { keepType: KEEP_FOR_ALL } }],
    marks: () => ({ isKept: true }),
  },
  {
    what: 'what disappears, kept no longer',
    about: { theirs: { text: 'não fica', linkPreview: null, contextInfo: { expiration: 86_400 } } },
    drafts: [only('keep'), only('unkeep')],
    shows: [{ keepInChatMessage: { keepType: KEEP_FOR_ALL } }, { keepInChatMessage: { keepType: UNDO_KEEP_FOR_ALL } }],
    marks: () => ({}),
  },
  { what: 'a star', about: text('com estrela'), drafts: [only('star')], shows: [], marks: () => ({ isStarred: true }) },
  { what: 'a star taken away', about: own('sem estrela'), drafts: [only('star'), only('unstar')], shows: [], marks: () => ({}) },
]

const revoked = { protocolMessage: { type: REVOKE } }
const edited = (words: string) => ({ protocolMessage: { type: MESSAGE_EDIT, editedMessage: { conversation: words } } })

const changes: MarkRow[] = [
  {
    what: 'other words, twice',
    about: own('o preço: 21'),
    drafts: [edit('o preço: 13'), edit('o preço: 12')],
    shows: [edited('o preço: 13'), edited('o preço: 12')],
    marks: () => ({ edits: ['o preço: 21', 'o preço: 13'].map((words) => ({ content: { kind: 'text', text: words } })) }),
    content: { kind: 'text', text: 'o preço: 12' },
  },
  {
    what: 'an own one, deleted for everyone',
    about: own('engano'),
    drafts: [only('revoke')],
    shows: [revoked],
    marks: (by) => ({ deleted: whose(by) }),
    content: { kind: 'deleted' },
  },
  {
    what: 'theirs, deleted by an admin',
    about: text('fora do assunto'),
    drafts: [only('revoke')],
    shows: [revoked],
    marks: (by) => ({ deleted: whose(by) }),
    content: { kind: 'deleted' },
    isForGroups: true,
  },
]

export const markRows: MarkRow[] = [...signs, ...questions, ...stays, ...changes]
