// Places, cards, and what people are asked.
import { createHash } from 'node:crypto'

import { type Content, type Row, told } from './row'

const at = { latitude: -23.5, longitude: -46.25 }
const degrees = { degreesLatitude: -23.5, degreesLongitude: -46.25 }

const vcard = (name: string) => `BEGIN:VCARD\nVERSION:3.0\nN:;${name};;;\nFN:${name}\nTEL;type=CELL;waid=${told}:+${told}\nEND:VCARD`
const card = (name: string) => ({ displayName: name, vcard: vcard(name) })
const read = (name: string) => ({ name, numbers: [`+${told}`], vcard: vcard(name) })

const places: Row[] = [
  {
    kind: 'place',
    made: { location: { ...degrees, name: 'Feira', address: 'Rua A, 1', url: 'https://exemplo.com/feira', accuracyInMeters: 12 } },
    content: {
      kind: 'place',
      ...at,
      name: 'Feira',
      address: 'Rua A, 1',
      url: 'https://exemplo.com/feira',
      accuracyM: 12,
      isLive: false,
    },
  },
  {
    kind: 'place',
    made: { raw: { liveLocationMessage: { ...degrees, caption: 'a caminho', sequenceNumber: 1, accuracyInMeters: 9 } } },
    content: { kind: 'place', ...at, caption: 'a caminho', accuracyM: 9, isLive: true },
  },
]

const cards: Row[] = [
  { kind: 'contacts', made: { contacts: { contacts: [card('Bia')] } }, content: { kind: 'contacts', cards: [read('Bia')] } },
  {
    kind: 'contacts',
    made: { contacts: { displayName: '2 contatos', contacts: [card('Bia'), card('Zé')] } },
    content: { kind: 'contacts', cards: [read('Bia'), read('Zé')] },
  },
  // In Baileys' own words it would ask WhatsApp for the group's picture first.
  {
    kind: 'group_invitation',
    made: {
      raw: {
        groupInviteMessage: {
          groupJid: '120363000000000001@g.us',
          groupName: 'Turma',
          inviteCode: 'abc',
          inviteExpiration: 1_900_000_000,
          caption: 'entra aí',
        },
      },
    },
    content: {
      kind: 'group_invitation',
      group: '120363000000000001@g.us',
      name: 'Turma',
      code: 'abc',
      expiresAtS: 1_900_000_000,
      caption: 'entra aí',
    },
  },
]

/** Votes name an option by the SHA-256 of its name. */
export const hashOf = (name: string) => createHash('sha256').update(name).digest('hex')

export const poll = (choices: number) => ({ poll: { name: 'Qual?', values: ['Pão', 'Bolo'], selectableCount: choices } })
const asked = (choices: number): Content => ({
  kind: 'poll',
  question: 'Qual?',
  options: ['Pão', 'Bolo'].map((name) => ({ name, hash: hashOf(name) })),
  choices,
})

export const occasion = { name: 'Festa', description: 'Traga bolo', startDate: new Date(1_900_000_000_000) }

const asking: Row[] = [
  { kind: 'poll', made: poll(0), content: asked(0) },
  { kind: 'poll', made: poll(1), content: asked(1) },
  { kind: 'poll', made: { poll: { ...poll(1).poll, toAnnouncementGroup: true } }, content: asked(1) },
  {
    kind: 'occasion',
    made: {
      event: {
        ...occasion,
        endDate: new Date(1_900_003_600_000),
        location: { ...degrees, name: 'Feira', address: 'Rua A, 1' },
      },
    },
    content: {
      kind: 'occasion',
      name: 'Festa',
      description: 'Traga bolo',
      startsAtS: 1_900_000_000,
      endsAtS: 1_900_003_600,
      place: { ...at, name: 'Feira', address: 'Rua A, 1', isLive: false },
      isCancelled: false,
    },
  },
  {
    kind: 'occasion',
    made: { event: { ...occasion, isCancelled: true } },
    content: { kind: 'occasion', name: 'Festa', description: 'Traga bolo', startsAtS: 1_900_000_000, isCancelled: true },
  },
]

export const placesAndCards: Row[] = [...places, ...cards, ...asking]
