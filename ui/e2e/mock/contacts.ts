// People of the mocked world, and what can be done with them. Names and numbers are invented.
import type { BlockedParty, Contact, NumberCheck } from '../../src/api/types'
import { folded } from '../../src/lib/folded'
import type { Chat } from './world'

const first = [
  'Adriana',
  'Beatriz',
  'Caio',
  'Débora',
  'Érica',
  'Fábio',
  'Gisele',
  'Heitor',
  'Íris',
  'Joana',
  'Laís',
  'Marcos',
  'Nádia',
  'Otávio',
]
const second = [
  'Alves',
  'Barros',
  'Cardoso',
  'Dias',
  'Esteves',
  'Farias',
  'Gomes',
  'Lima',
  'Moraes',
  'Nunes',
  'Pires',
  'Rocha',
  'Silva',
  'Teles',
]

const person = (index: number, name: string, change: Partial<Contact> = {}): Contact => ({
  id: `01900000-0000-7000-8000-0000001${String(index).padStart(5, '0')}`,
  pn: `55119${String(90_000_000 + index).padStart(8, '0')}@s.whatsapp.net`,
  lid: `3000000${String(index).padStart(6, '0')}@lid`,
  name,
  nameSource: 'address_book',
  bookName: name,
  businessName: '',
  ownName: name.split(' ')[0] ?? '',
  username: '',
  letter: null,
  about: index % 3 === 0 ? 'Disponível' : '',
  isVerified: false,
  pictureId: null,
  isBlocked: false,
  chatId: null,
  labels: [],
  ...change,
})

const letterOf = (name: string) => /^[a-z]/.exec(folded(name))?.[0].toUpperCase() ?? null

/** Some hundred people, by their names; the chats' other sides are among them. */
export function people(chats: readonly Chat[]): Contact[] {
  const all = first.flatMap((one, row) => second.map((two, column) => person(row * 100 + column, `${one} ${two}`)))
  const direct = chats.filter(({ kind }) => kind === 'direct')
  direct.forEach((chat, index) => {
    const { id, pn, lid, name, nameSource, username, isVerified, pictureId, isBlocked, labels, about } = chat
    const names = { bookName: nameSource === 'address_book' ? name : '', ownName: nameSource === 'own' ? name : '' }
    all.push(
      person(5_000 + index, name, { pn, lid, nameSource, username, isVerified, pictureId, isBlocked, labels, about, chatId: id, ...names }),
    )
  })
  all.push(person(6_000, '', { nameSource: 'none', bookName: '', ownName: '' }))
  all.push(person(6_001, 'Visitante', { nameSource: 'own', bookName: '', ownName: 'Visitante', pn: null }))
  all.push(person(6_002, 'Zuleica Prado', { isBlocked: true }))
  const key = ({ name, pn }: Contact) => (letterOf(name) === null ? `~${folded(name)}${pn ?? ''}` : folded(name))
  return all.map((one) => ({ ...one, letter: letterOf(one.name) })).sort((a, b) => (key(a) < key(b) ? -1 : 1))
}

interface Known {
  contacts: Contact[]
  checks: NumberCheck[]
}

const found = (state: Known, url: URL) => {
  const words = folded(url.searchParams.get('search') ?? '')
  return state.contacts.filter(({ name, pn }) => folded(`${name} ${pn ?? ''}`).includes(words))
}

/** What `…/contacts` answers; nothing where there is no such address. */
export function contactsPlane(state: Known, method: string, url: URL, rest: string[], body: object): [number, unknown] | undefined {
  const [one, id] = rest
  const all = found(state, url)
  if (one === undefined) {
    const from = Number(url.searchParams.get('offset') ?? 0)
    const to = from + Number(url.searchParams.get('limit') ?? 100)
    return [200, { items: all.slice(from, to), nextCursor: null }]
  }
  if (one === 'letters') {
    const letters = [...new Set(all.map(({ letter }) => letter))].map((letter) => ({
      letter,
      offset: all.findIndex((contact) => contact.letter === letter),
      count: all.filter((contact) => contact.letter === letter).length,
    }))
    return [200, { total: all.length, letters }]
  }
  if (one === 'check' && method === 'POST') {
    const { numbers } = body as { numbers: string[] }
    const check: NumberCheck = {
      id: `01900000-0000-7000-8000-00000020000${state.checks.length}`,
      atMs: Date.now(),
      waiting: numbers.length,
      numbers: numbers.map((typed) => ({ typed, state: 'waiting', pn: null, lid: null })),
    }
    state.checks.push(check)
    return [202, check]
  }
  if (one === 'check') {
    const check = state.checks.find((one) => one.id === id)
    if (!check) return undefined
    // Each look finds one more of them answered.
    const next = check.numbers.find(({ state }) => state === 'waiting')
    if (next) {
      const digits = next.typed.replace(/\D/g, '')
      next.state = digits.length < 8 ? 'invalid' : digits.endsWith('9') ? 'absent' : 'exists'
      if (next.state === 'exists') next.pn = `${digits.length < 12 ? '55' : ''}${digits}@s.whatsapp.net`
    }
    check.waiting = check.numbers.filter(({ state }) => state === 'waiting').length
    return [200, check]
  }
  const contact = state.contacts.find((known) => known.id === one)
  if (!contact) return undefined
  const day = 86_400_000
  const talked = contact.chatId === null ? 0 : 42
  const at = (days: number) => (talked === 0 ? null : Date.now() - days * day)
  return [200, { ...contact, firstAtMs: at(200), lastAtMs: at(0.1), messages: talked, media: talked === 0 ? 0 : 5 }]
}

/** What `…/blocked` answers. */
export function blockedPlane(state: Known, method: string, body: object): [number, unknown] {
  if (method === 'POST') {
    const { party, isBlocked } = body as { party: string; isBlocked: boolean }
    for (const one of state.contacts) if (one.pn === party || one.lid === party) one.isBlocked = isBlocked
  }
  const list = state.contacts.filter(({ isBlocked }) => isBlocked)
  return [200, list.map(({ id, pn, lid, name, nameSource }): BlockedParty => ({ pn, lid, name, nameSource, contactId: id }))]
}
