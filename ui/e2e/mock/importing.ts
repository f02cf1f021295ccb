// A file of people in the mocked world: read as one name and one number a line, looked at, and saved step by step.
import type { Contact, ContactImport, ImportedContact, ImportState } from '../../src/api/types'

export interface ImportingState {
  contacts: Contact[]
  /** The file that was read last. */
  imported: { file: ContactImport; people: ImportedContact[] } | null
  /** How many people each look finds saved. */
  importsBy: number
}

const states: ImportState[] = ['new', 'changed', 'same', 'refused', 'telling', 'saved', 'failed']

function count(people: ImportedContact[]): ContactImport['counts'] {
  const of = (state: ImportState) => people.filter((person) => person.state === state).length
  return Object.fromEntries(states.map((state) => [state, of(state)])) as ContactImport['counts']
}

const problem = (status: number, code: string, errors: object[] = []): [number, unknown] => [
  status,
  { type: `urn:portaria:problem:${code}`, title: code, status, code, detail: code, errors },
]

function read(state: ImportingState, text: string): [number, unknown] {
  const lines = text.split('\n').map((row, index) => ({ line: index + 1, cells: row.split(',') }))
  const rows = lines.filter(({ cells }) => cells.length > 1 && cells[0] !== 'name')
  if (rows.length === 0) return problem(422, 'validation_failed', [{ field: 'file', code: 'invalid', detail: 'no table' }])
  const people = rows.map(({ line, cells: [name = '', typed = ''] }): ImportedContact => {
    const digits = typed.replace(/\D/g, '')
    const was = state.contacts.find(({ pn }) => pn?.startsWith(`55${digits}@`) === true)?.bookName ?? ''
    const reason = typed === '' ? 'no_number' : digits.length < 8 ? 'invalid_number' : name === '' ? 'no_name' : null
    return { line, name, typed, was, reason, state: reason !== null ? 'refused' : was === '' ? 'new' : was === name ? 'same' : 'changed' }
  })
  const file: ContactImport = {
    id: '01900000-0000-7000-8000-000000003000',
    readAtMs: Date.now(),
    startedAtMs: null,
    isOver: false,
    counts: count(people),
  }
  state.imported = { file, people }
  return [201, file]
}

/** Some more are saved; numbers that end with 9 have no WhatsApp. */
function goOn({ importsBy, imported }: ImportingState): void {
  if (imported?.file.startedAtMs == null) return
  const waiting = imported.people.filter(({ state }) => state === 'new' || state === 'changed')
  for (const person of waiting.slice(0, importsBy)) {
    const isThere = !person.typed.endsWith('9')
    person.state = isThere ? 'saved' : 'failed'
    person.reason = isThere ? null : 'absent'
  }
  imported.file.counts = count(imported.people)
  imported.file.isOver = waiting.length <= importsBy
}

/** What `…/contacts/imports` answers; nothing where there is no such address. */
export function importPlane(state: ImportingState, method: string, url: URL, rest: string[], text: string): [number, unknown] | undefined {
  const [id, act] = rest
  if (id === undefined) return method === 'POST' ? read(state, text) : undefined
  const { imported } = state
  if (imported?.file.id !== id) return undefined
  if (method === 'DELETE') {
    state.imported = null
    return [204, undefined]
  }
  if (act === 'start') return [202, Object.assign(imported.file, { startedAtMs: Date.now() })]
  if (act === 'people') {
    const wanted = url.searchParams.get('state')
    const those = imported.people.filter(({ state }) => wanted === null || state === wanted)
    const from = Number(url.searchParams.get('offset') ?? 0)
    return [200, those.slice(from, from + Number(url.searchParams.get('limit') ?? 100))]
  }
  goOn(state)
  return [200, imported.file]
}

/** A file of so many people, most of whom the address book does not have. Names and numbers are invented. */
export function peopleFile(many = 8): { name: string; mimeType: string; buffer: Buffer } {
  const rows = [
    'name,phone',
    'Adriana Alves,11 99000-0000',
    'Adriana B. dos Santos,11 99000-0001',
    'Padaria Estrela do Norte e Filhos Comércio de Alimentos Limitada,(21) 98000-0101',
    'Zoé Ferraz,21 98000-0109',
    'Oficina do Nélio,ramal 7',
    ',21 98000-0102',
    'Célia (sem número),',
    ...Array.from({ length: many - 7 }, (_, index) => `Cliente ${index + 1},2197${String(index * 10).padStart(7, '0')}`),
  ]
  return { name: 'clientes.csv', mimeType: 'text/csv', buffer: Buffer.from(rows.join('\n')) }
}
