// Who answers for the mocked shop, what they noted down, and whose its chats are.
import type { Attendant, Chat, Looker, Note } from '../../src/api/types'
import { folded } from '../../src/lib/folded'

import { type Answer, problem } from './answers'

export interface AttendingState {
  attendants: Attendant[]
  /** Who answers in the browser that asks. */
  ownAttendant: string | null
  notes: Note[]
  /** Who else looks at which chat. */
  lookers: Looker[]
  chats: Chat[]
}

export const ana: Attendant = { id: '01900000-0000-7000-8000-0000000a0001', name: 'Ana Paula' }
export const rui: Attendant = { id: '01900000-0000-7000-8000-0000000a0002', name: 'Rui' }

/** A note that Rui wrote an hour ago. */
export const noteOf = (chatId: string, text: string, change: Partial<Note> = {}): Note => ({
  id: `01900000-0000-7000-8000-0000000b${String(Math.abs(text.length * 7919) % 10_000).padStart(4, '0')}`,
  chatId,
  text,
  authorId: rui.id,
  authorName: rui.name,
  writtenAtMs: Date.now() - 3_600_000,
  changedAtMs: null,
  changedByName: null,
  ...change,
})

const invalid = (field: string, code: string): Answer => problem(422, 'validation_failed', { errors: [{ field, code, detail: '' }] })

/** What `…/attendants` answers; nothing where there is no such one. */
export function attendantsPlane(state: AttendingState, method: string, [id]: string[], body: object): Answer | undefined {
  if (method === 'GET') return [200, { attendants: state.attendants, ownId: state.ownAttendant }]
  if (id !== undefined && id !== 'own' && !state.attendants.some((one) => one.id === id)) return undefined
  if (method === 'DELETE') {
    state.attendants = state.attendants.filter((one) => one.id !== id)
    if (state.ownAttendant === id) state.ownAttendant = null
    for (const chat of state.chats) if (chat.assigneeId === id) chat.assigneeId = null
    return [204]
  }
  const { name } = body as { name: string }
  const known = state.attendants.find((one) => folded(one.name) === folded(name))
  if (known && known.id !== id && id !== 'own') return invalid('name', 'taken')
  const isNew = !known && (id === undefined || id === 'own')
  const attendant = {
    id: isNew ? `01900000-0000-7000-8000-0000000a01${String(state.attendants.length).padStart(2, '0')}` : (known?.id ?? id ?? ''),
    name: id === 'own' ? (known?.name ?? name) : name,
  }
  state.attendants = [...state.attendants.filter((one) => one.id !== attendant.id), attendant].sort((a, b) => a.name.localeCompare(b.name))
  if (id === 'own') state.ownAttendant = attendant.id
  return [id === undefined ? 201 : 200, attendant]
}

/** What a chat's notes and its assignee answer; nothing where there is no such note, or no such address. */
export function attendingPlane(state: AttendingState, method: string, chat: Chat, [act, id]: string[], body: object): Answer | undefined {
  if (act === 'assignee') {
    const wanted = method === 'DELETE' ? null : (body as { attendantId: string }).attendantId
    if (wanted !== null && !state.attendants.some((one) => one.id === wanted)) return invalid('attendantId', 'invalid')
    return [200, Object.assign(chat, { assigneeId: wanted })]
  }
  if (act !== 'notes') return undefined
  const ofChat = () => state.notes.filter((note) => note.chatId === chat.id)
  if (method === 'GET') return [200, ofChat()]
  const note = ofChat().find((one) => one.id === id)
  if (id !== undefined && !note) return problem(404, 'not_found')
  if (method === 'DELETE') {
    state.notes = state.notes.filter((one) => one !== note)
    chat.notes = ofChat().length
    return [204]
  }
  const { text } = body as { text: string }
  const own = state.attendants.find((one) => one.id === state.ownAttendant)
  const saved: Note = note
    ? { ...note, text, changedAtMs: Date.now(), changedByName: own?.name ?? null }
    : noteOf(chat.id, text, {
        id: `01900000-0000-7000-8000-0000000c${String(state.notes.length).padStart(4, '0')}`,
        authorId: own?.id ?? null,
        authorName: own?.name ?? null,
        writtenAtMs: Date.now(),
      })
  state.notes = note ? state.notes.map((one) => (one === note ? saved : one)) : [...state.notes, saved]
  chat.notes = ofChat().length
  return [note ? 200 : 201, saved]
}
