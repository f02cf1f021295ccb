// What Baileys says about messages: its own ones and those of others.
import { type AnyMessageContent, proto, type WAMessage, type WAMessageKey } from 'baileys'

import { type Device, idOf } from '../device'
import { media, picture, size } from './files'
import { hashOf, occasion, poll } from './places'
import { type Content, plain, type Schemas } from './row'
import { answer, type Ends, vote } from './seal'

/** A device, its number, and how it calls the chat. */
export interface Side {
  device: Device
  number: string
  chat: string
  /** Its address of the form that goes with the chat. */
  form: string
  /** Whether it is the tenant's own account. */
  isOwn: boolean
}

/** A message that something was said about, and how the panel has to show it. */
export interface Said {
  what: string
  id: string
  /** What it says; anything where it is left out. */
  content?: Content
  /** The marks that it has, without times and people by their numbers. */
  marks: Partial<Record<keyof Schemas['Marks'], unknown>>
}

/** Who says something about whose messages, and what was said so far. */
interface Speech {
  by: Side
  writer: Side
  /** Whether `by` wrote the messages. */
  isSelf: boolean
  isGroup: boolean
  /** Whether a history tells of it, which knows less. */
  isPast: boolean
  /** A message of the writer's, as `by` has it. */
  heard: (content: AnyMessageContent) => Promise<[WAMessage, WAMessageKey]>
  text: (words: string) => Promise<WAMessageKey>
  note: (what: string, key: WAMessageKey, marks: Said['marks'], content?: Content) => void
}

const { PIN_FOR_ALL, UNPIN_FOR_ALL } = proto.PinInChat.Type
const { KEEP_FOR_ALL, UNDO_KEEP_FOR_ALL } = proto.KeepType
const { GOING, MAYBE } = proto.Message.EventResponseMessage.EventResponseType
const { MESSAGE_EDIT } = proto.Message.ProtocolMessage.Type

/** Says everything that can be said about messages that `writer` sends, in one chat. */
export async function sayAll(by: Side, writer: Side, isGroup: boolean, isPast: boolean): Promise<Said[]> {
  const all: Said[] = []
  const isSelf = by.device === writer.device
  const heard = async (content: AnyMessageContent): Promise<[WAMessage, WAMessageKey]> => {
    const sent = await writer.device.say(writer.chat, content)
    const there = isSelf ? sent : await by.device.heardOf(idOf(sent))
    return [there, there.key]
  }
  const text = async (words: string) => (await heard({ text: words, linkPreview: null }))[1]
  const note: Speech['note'] = (what, key, marks, content) => all.push({ what, id: key.id ?? '', marks, ...(content && { content }) })
  const speech = { by, writer, isSelf, isGroup, isPast, heard, text, note }
  await signs(speech)
  await votes(speech)
  await answers(speech)
  await stays(speech)
  if (isSelf) await changes(speech)
  if (isSelf || isGroup) await deletion(speech)
  // Baileys does not name the writer of what it gives a star in a group.
  if (by.isOwn && (isSelf || !isGroup)) await stars(speech)
  return all
}

const whose = ({ by }: Speech) => ({ by: by.number, fromMe: by.isOwn })
const ends = ({ by, writer }: Speech): Ends => ({ writer: writer.form, by: by.form })

async function signs(speech: Speech): Promise<void> {
  const { by, text, note } = speech
  const react = (key: WAMessageKey, sign: string) => by.device.say(by.chat, { react: { key, text: sign } })
  const signed = await text('com um sinal')
  await react(signed, '👍')
  await react(signed, '😋')
  note('a reaction, the last one', signed, { reactions: [{ ...whose(speech), emoji: '😋' }] }, plain('com um sinal'))
  const unsigned = await text('com um sinal a menos')
  await react(unsigned, '👍')
  await react(unsigned, '')
  note('no reaction any more', unsigned, {})
}

async function votes(speech: Speech): Promise<void> {
  const { by, heard, note } = speech
  const both = [hashOf('Pão'), hashOf('Bolo')]
  const say = async (choices: number, last: string[]) => {
    const [asked, key] = await heard(poll(choices))
    await by.device.relay(by.chat, vote(asked, key, ends(speech), both.slice(0, 1), Date.now()))
    await by.device.relay(by.chat, vote(asked, key, ends(speech), last, Date.now() + 1))
    return key
  }
  note('a vote, the last one', await say(0, both), { votes: [{ ...whose(speech), options: both }] })
  note('no vote any more', await say(1, []), {})
}

async function answers(speech: Speech): Promise<void> {
  const { by, heard, note } = speech
  const [party, key] = await heard({ event: { ...occasion, extraGuestsAllowed: true } })
  await by.device.relay(by.chat, answer(party, key, ends(speech), GOING, Date.now()))
  await by.device.relay(by.chat, answer(party, key, ends(speech), MAYBE, Date.now() + 1))
  note('an answer, the last one', key, { answers: [{ ...whose(speech), attendance: 'maybe', guests: 2 }] })
}

/** On top of the chat, and in it although its messages disappear. */
async function stays({ by: { device, chat, number }, writer, isPast, text, note }: Speech): Promise<void> {
  const pinned = await text('no topo')
  await device.say(chat, { pin: pinned, type: PIN_FOR_ALL, time: 86_400 })
  // A history does not tell who pinned it.
  note('a pin', pinned, { pin: { by: isPast ? writer.number : number } })
  const unpinned = await text('não mais no topo')
  await device.say(chat, { pin: unpinned, type: PIN_FOR_ALL, time: 604_800 })
  await device.say(chat, { pin: unpinned, type: UNPIN_FOR_ALL })
  note('no pin any more', unpinned, {})

  const keep = (key: WAMessageKey, keepType: proto.KeepType) =>
    device.relay(chat, { keepInChatMessage: { key, keepType, timestampMs: Date.now() } })
  const kept = await text('fica')
  await keep(kept, KEEP_FOR_ALL)
  note('kept', kept, { isKept: true })
  const unkept = await text('não fica')
  await keep(unkept, KEEP_FOR_ALL)
  await keep(unkept, UNDO_KEEP_FOR_ALL)
  note('kept no longer', unkept, {})
}

/** Other words. A history tells the last ones alone. */
async function changes({ by: { device, chat }, isPast, heard, text, note }: Speech): Promise<void> {
  const before = (...said: Content[]) => ({ edits: isPast ? [] : said.map((content) => ({ content })) })
  const edited = await text('o preço: 21')
  await device.say(chat, { text: 'o preço: 13', linkPreview: null, edit: edited })
  await device.say(chat, { text: 'o preço: 12', linkPreview: null, edit: edited })
  note('other words, twice', edited, before(plain('o preço: 21'), plain('o preço: 13')), plain('o preço: 12'))

  const [image, captioned] = await heard({ image: picture, caption: 'o bolo', mimetype: 'image/png' })
  const imageMessage = { ...image.message?.imageMessage, caption: 'a torta' }
  const change = { key: captioned, type: MESSAGE_EDIT, editedMessage: { imageMessage }, timestampMs: Date.now() }
  await device.relay(chat, { protocolMessage: change }, { edit: '1' })
  const says = (caption: string) => media('image', 'image/png', picture, { ...size, caption })
  note('another caption', captioned, before(says('o bolo')), says('a torta'))
}

async function deletion(speech: Speech): Promise<void> {
  const { by, isPast, text, note } = speech
  const revoked = await text('engano')
  await by.device.say(by.chat, { delete: revoked })
  // A history does not tell who and when.
  note('deleted for everyone', revoked, isPast ? {} : { deleted: whose(speech) }, { kind: 'deleted' })
}

async function stars({ by: { device, chat }, isSelf, text, note }: Speech): Promise<void> {
  const star = (key: WAMessageKey, on: boolean) => device.socket.star(chat, [{ id: key.id ?? '', fromMe: isSelf }], on)
  const starred = await text('com estrela')
  await star(starred, true)
  note('a star', starred, { isStarred: true })
  const unstarred = await text('sem estrela')
  await star(unstarred, true)
  await star(unstarred, false)
  note('no star any more', unstarred, {})
}
