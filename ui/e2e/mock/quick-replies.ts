// Texts that the mocked shop keeps ready.
import type { QuickReply } from '../../src/api/types'
import { folded } from '../../src/lib/folded'

export const replies: QuickReply[] = [
  { id: '01900000-0000-7000-8000-00000000e001', shortcut: 'endereço', text: 'Rua das Flores, 12, ao lado da praça.' },
  { id: '01900000-0000-7000-8000-00000000e002', shortcut: 'bomdia', text: 'Bom dia, {nome}! Em que posso ajudar?' },
  { id: '01900000-0000-7000-8000-00000000e003', shortcut: 'horario', text: 'Abrimos de segunda a sábado, das 6h às 20h.' },
]

/** So many as no screen holds. */
export const manyReplies = (count: number): QuickReply[] =>
  Array.from({ length: count }, (_, index) => ({ id: `reply-${index}`, shortcut: `texto${index}`, text: `Este é o texto ${index}.` }))

interface Known {
  quickReplies: QuickReply[]
}

/** What `…/quick-replies` answers; nothing where there is no such one. */
export function repliesPlane(state: Known, method: string, [id]: string[], body: object): [number, unknown?] | undefined {
  if (method === 'GET') return [200, state.quickReplies]
  if (id !== undefined && !state.quickReplies.some((one) => one.id === id)) return undefined
  if (method === 'DELETE') {
    state.quickReplies = state.quickReplies.filter((one) => one.id !== id)
    return [204]
  }
  const { shortcut, text } = body as { shortcut: string; text: string }
  if (state.quickReplies.some((one) => one.id !== id && folded(one.shortcut) === folded(shortcut))) {
    const code = 'validation_failed'
    const errors = [{ field: 'shortcut', code: 'taken', detail: '' }]
    return [422, { type: `urn:portaria:problem:${code}`, title: code, status: 422, code, detail: code, errors }]
  }
  const reply = { id: id ?? `01900000-0000-7000-8000-00000000e1${String(state.quickReplies.length).padStart(2, '0')}`, shortcut, text }
  state.quickReplies = [...state.quickReplies.filter((one) => one.id !== id), reply]
  return [id === undefined ? 201 : 200, reply]
}
