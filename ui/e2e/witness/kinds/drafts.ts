// Every draft that is a message of its own; those about another one are `mark-rows.ts`.
import type { Schemas } from './row'
import type { DraftRow } from './draft-row'
import { film, recording } from './film'

/** Whom texts and cards tell of. */
export const named = '5511900005602' // invented

const vcard = (name: string) => `BEGIN:VCARD\nVERSION:3.0\nN:;${name};;;\nFN:${name}\nTEL;type=CELL;waid=${named}:+${named}\nEND:VCARD`
const cards = (...names: string[]) => names.map((name) => ({ name, vcard: vcard(name) }))
const contact = (name: string) => ({ displayName: name, vcard: vcard(name) })
const message = (body: Schemas['DraftBody']) => () => ({ message: body })

const inWords: DraftRow[] = [
  { kind: 'text', body: () => ({ text: '*oi*, tudo bem? 👩🏽‍🚀' }), shows: { conversation: '*oi*, tudo bem? 👩🏽‍🚀' } },
  { kind: 'text', body: message({ kind: 'text', text: 'em fila' }), shows: { conversation: 'em fila' } },
  {
    kind: 'text',
    body: () => ({ text: 'respondo' }),
    answers: { conversation: 'em fila' },
    shows: { extendedTextMessage: { text: 'respondo' } },
  },
  {
    kind: 'forward',
    body: () => ({}),
    forwards: true,
    shows: { extendedTextMessage: { text: 'respondo', contextInfo: { isForwarded: true, forwardingScore: 1 } } },
  },
  {
    kind: 'text',
    body: () => ({ text: `fala com @${named}`, mentions: [named] }),
    shows: { extendedTextMessage: { text: `fala com @${named}`, contextInfo: { mentionedJid: [`${named}@s.whatsapp.net`] } } },
  },
]

const feira = { latitude: -23.5, longitude: -46.25, name: 'Feira', address: 'Rua A, 1' }
const atFeira = { degreesLatitude: -23.5, degreesLongitude: -46.25, name: 'Feira', address: 'Rua A, 1' }
const asked = { name: 'Qual?', options: [{ optionName: 'Pão' }, { optionName: 'Bolo' }] }

const placesAndQuestions: DraftRow[] = [
  { kind: 'place', body: message({ kind: 'place', ...feira }), shows: { locationMessage: atFeira } },
  { kind: 'contacts', body: message({ kind: 'contacts', cards: cards('Bia') }), shows: { contactMessage: contact('Bia') } },
  {
    kind: 'contacts',
    body: message({ kind: 'contacts', cards: cards('Bia', 'Zé') }),
    shows: { contactsArrayMessage: { displayName: 'Bia', contacts: [contact('Bia'), contact('Zé')] } },
  },
  {
    kind: 'poll',
    body: message({ kind: 'poll', question: 'Qual?', options: ['Pão', 'Bolo'] }),
    shows: { pollCreationMessage: { ...asked, selectableOptionsCount: 0 } },
  },
  {
    kind: 'poll',
    body: message({ kind: 'poll', question: 'Qual?', options: ['Pão', 'Bolo'], choices: 1 }),
    shows: { pollCreationMessageV3: { ...asked, selectableOptionsCount: 1 } },
  },
  {
    kind: 'occasion',
    body: message({
      kind: 'occasion',
      name: 'Festa',
      description: 'Traga bolo',
      startsAt: '2030-03-17T17:46:40Z',
      endsAt: '2030-03-17T18:46:40Z',
      joinLink: 'https://exemplo.com/festa',
      place: feira,
    }),
    shows: {
      eventMessage: {
        name: 'Festa',
        description: 'Traga bolo',
        startTime: 1_900_000_000,
        endTime: 1_900_003_600,
        joinLink: 'https://exemplo.com/festa',
        location: atFeira,
        isCanceled: false,
        extraGuestsAllowed: false,
      },
    },
  },
]

type File = Extract<Schemas['DraftBody'], { kind: 'media' }>
const media =
  (file: keyof Parameters<DraftRow['body']>[0], about: Omit<File, 'kind' | 'mediaId'> = {}): DraftRow['body'] =>
  (uploads) => ({
    message: { kind: 'media', mediaId: uploads[file], ...about },
  })

export const paper = Buffer.from('%PDF-1.4\n%nota')
const picture = { mimetype: 'image/jpeg', width: 120, height: 80, jpegThumbnail: 'drawn' }
const filmed = { mimetype: 'video/mp4', width: 640, height: 360, seconds: 3 }
const spoken = { mimetype: 'audio/ogg; codecs=opus', seconds: 2, ptt: true, waveform: 'drawn' }

const withFiles: DraftRow[] = [
  { kind: 'image', body: media('picture', { caption: 'o bolo' }), shows: { imageMessage: { ...picture, caption: 'o bolo' } } },
  {
    kind: 'image',
    body: media('picture', { viewOnce: true }),
    shows: { viewOnceMessageV2: { message: { imageMessage: { ...picture, viewOnce: true } } } },
  },
  { kind: 'video', body: media('film', { caption: 'o forno' }), shows: { videoMessage: { ...filmed, caption: 'o forno' } }, file: film },
  { kind: 'gif', body: media('film', { as: 'gif' }), shows: { videoMessage: { ...filmed, gifPlayback: true } }, file: film },
  { kind: 'round_video', body: media('film', { as: 'round_video' }), shows: { ptvMessage: filmed }, file: film },
  { kind: 'voice', body: media('recording', { as: 'voice' }), shows: { audioMessage: spoken }, file: recording },
  {
    kind: 'audio',
    body: media('recording', { as: 'audio' }),
    shows: { audioMessage: { mimetype: 'audio/ogg', seconds: 2, ptt: false } },
    file: recording,
  },
  {
    kind: 'voice',
    body: media('recording', { as: 'voice', viewOnce: true }),
    shows: { viewOnceMessageV2Extension: { message: { audioMessage: { ...spoken, viewOnce: true } } } },
    file: recording,
  },
  {
    kind: 'document',
    body: media('paper', { as: 'document', fileName: 'nota.pdf', caption: 'a nota' }),
    shows: {
      documentWithCaptionMessage: {
        message: { documentMessage: { mimetype: 'application/pdf', fileName: 'nota.pdf', title: 'nota.pdf', caption: 'a nota' } },
      },
    },
    file: paper,
  },
  {
    kind: 'sticker',
    body: media('picture', { as: 'sticker' }),
    shows: { stickerMessage: { mimetype: 'image/webp', width: 512, height: 512 } },
  },
]

/** A head, and what follows it. */
const together: DraftRow[] = [
  {
    kind: 'album',
    body: message({ kind: 'album', images: 1, videos: 1 }),
    shows: { albumMessage: { expectedImageCount: 1, expectedVideoCount: 1 } },
  },
  {
    kind: 'image',
    body: media('picture', { caption: 'o bolo' }),
    isOfAlbum: true,
    shows: { imageMessage: { ...picture, caption: 'o bolo' } },
  },
  { kind: 'video', body: media('film'), isOfAlbum: true, shows: { videoMessage: filmed }, file: film },
]

export const drafts: DraftRow[] = [...inWords, ...placesAndQuestions, ...withFiles, ...together]
