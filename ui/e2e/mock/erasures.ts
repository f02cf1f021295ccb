// Erasures of people in the mocked world: begun, looked at, and over.
import type { Contact, Erasure, PortalEvent } from '../../src/api/types'
import type { Chat } from './world'

export interface ErasureState {
  erasures: Erasure[]
  /** So much further each look finds an erasure, in percent. */
  erasesBy: number
  contacts: Contact[]
  chats: Chat[]
  /** Whom the erasures that go on are about, by their ids. */
  erasing: Map<string, string>
  /** What has happened, as it is told to whoever asks for what lies behind a number. */
  events: PortalEvent[]
}

const hash = (id: string) => `${id.replaceAll('-', '')}${'5e'.repeat(16)}`

/** One that is over. */
export const erased = (at: number, atMs: number): Erasure => {
  const id = `01900000-0000-7000-8000-0000000e${String(at).padStart(4, '0')}`
  const counts = { messages: 318 + at, marks: 41, mentions: 6, receipts: 205, files: 12 }
  return { id, state: 'erased', percent: 100, askedAtMs: atMs - 40_000, erasedAtMs: atMs, partyHash: hash(id), counts }
}

function look(state: ErasureState, erasure: Erasure): Erasure {
  if (erasure.state === 'erased') return erasure
  erasure.percent = Math.min(100, erasure.percent + state.erasesBy)
  erasure.counts.messages += Math.round(state.erasesBy / 2)
  if (erasure.percent < 100) return erasure
  const contact = state.contacts.find(({ id }) => id === state.erasing.get(erasure.id))
  state.contacts = state.contacts.filter((one) => one !== contact)
  state.chats = state.chats.filter(({ id }) => id !== contact?.chatId)
  if (contact) {
    if (contact.chatId !== null) tell(state, { type: 'chat.removed', data: { chatId: contact.chatId, mergedInto: null } })
    tell(state, { type: 'contact.erased', data: { erasureId: erasure.id, contactId: contact.id } })
  }
  return Object.assign(erasure, { state: 'erased', erasedAtMs: Date.now() } satisfies Partial<Erasure>)
}

/** Writes down what has happened. */
export function tell(state: Pick<ErasureState, 'events'>, body: Pick<PortalEvent, 'type' | 'data'>): void {
  state.events.push({ number: state.events.length + 1, atMs: Date.now(), ...body } as PortalEvent)
}

/** Begins to erase somebody: twice is as good as once. */
export function erase(state: ErasureState, contactId: string): [number, unknown] | undefined {
  if (!state.contacts.some(({ id }) => id === contactId)) return undefined
  const going = state.erasures.find(({ id, state: word }) => word === 'erasing' && state.erasing.get(id) === contactId)
  if (going) return [202, going]
  const id = `01900000-0000-7000-8000-0000000f${String(state.erasures.length).padStart(4, '0')}`
  const counts = { messages: 0, marks: 3, mentions: 1, receipts: 18, files: 5 }
  const begun: Erasure = { id, state: 'erasing', percent: 0, askedAtMs: Date.now(), erasedAtMs: null, partyHash: hash(id), counts }
  state.erasures = [begun, ...state.erasures]
  state.erasing.set(id, contactId)
  return [202, begun]
}

/** What `…/erasures` answers; nothing where there is no such one. */
export function erasuresPlane(state: ErasureState, id: string | undefined): [number, unknown] | undefined {
  if (id === undefined) return [200, state.erasures.map((one) => look(state, one))]
  const one = state.erasures.find((erasure) => erasure.id === id)
  return one && [200, look(state, one)]
}
