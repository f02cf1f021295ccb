// The tenant says everything about messages, and devices of Baileys are looked at until they have it.
import assert from 'node:assert/strict'

import { decryptEventResponse, decryptPollVote, isJidGroup, proto, type WAMessage } from 'baileys'

import { until } from '../../support/programs'
import { type Device, idOf } from '../device'
import type { Tenant } from '../tenant'
import { simple } from './draft-row'
import { type MarkRow, markRows } from './mark-rows'
import type { People } from './people'
import type { Schemas } from './row'
import type { Said } from './saying'
import { secretOf } from './seal'
import type { View } from './writing'

/** A row, and the message that it is about. */
export interface Target {
  row: MarkRow
  ref: Schemas['MessageRef']
  isOwn: boolean
}

/** What was said of one row: the ids of what went over the wire. */
export interface Marked extends Target {
  way: string
  ids: string[]
}

/** Writes the messages that the rows are about and waits for them. `to`: how the contact calls the chat. */
export async function targets(tenant: Tenant, contact: Device, chatId: string, to: string, isGroup: boolean): Promise<Target[]> {
  const all: Target[] = []
  for (const row of markRows.filter((row) => isGroup || !row.isForGroups)) {
    const isOwn = 'own' in row.about
    const messageId = 'own' in row.about ? (await tenant.sendInto(chatId, row.about.own)).id : await contact.send(to, row.about.theirs)
    all.push({ row, ref: { chatId, messageId }, isOwn })
  }
  for (const { ref } of all) await contact.heardOf(ref.messageId)
  await until('the panel has them', async () => {
    const panel = await tenant.everything()
    return all.every(({ ref }) => panel.has(ref.messageId))
  })
  return all
}

export async function markAll(tenant: Tenant, targets: Target[], way: string): Promise<Marked[]> {
  const all: Marked[] = []
  for (const target of targets) {
    const ids: string[] = []
    for (const draft of target.row.drafts) ids.push((await tenant.sendDraft({ message: draft(target.ref) })).id)
    all.push({ ...target, way, ids })
  }
  return all
}

/** What the panel has to show of it. */
export const saidOf = (by: string, { row, ref, way }: Marked): Said => ({
  what: `${way}: ${row.what}`,
  id: ref.messageId,
  marks: row.marks(by),
  ...(row.content && { content: row.content }),
})

/** Waits until every device has all of it; a star comes by the app state and to own devices alone. */
export async function allHeard(people: People, marked: { all: Marked[]; views: View[] }[]): Promise<void> {
  let last: string[] = []
  const whole = until('every device has what was said', () => {
    last = marked.flatMap(({ all, views }) => views.flatMap((view) => all.flatMap((one) => wrong(one, view, views, people))))
    return Promise.resolve(last.length === 0)
  })
  await whole.catch(() => assert.fail(last.join('\n')))
}

function wrong({ row, ref, ids, way, isOwn }: Marked, view: View, views: View[], people: People): string[] {
  const what = `${way}, ${row.what}`
  if (row.shows.length === 0) {
    const [star, expected] = [view.device.stars.get(ref.messageId), view.isOwn ? row.drafts.length === 1 : undefined]
    return star === expected ? [] : [`${what}: the star is ${star} on ${view.device.jid}`]
  }
  return row.shows.flatMap((shows, at) => {
    // What may have missed a reader is said again when a session begins, under its id, which apps show once.
    const message = view.device.messages.find(({ key }) => key.id === ids[at])
    if (!message) return [`${what}: nothing came`]
    try {
      const { key, ...says } = opened(message, view, views, people)
      assert.deepEqual(says, isStripped(view) ? { ...shows, ...('lastsS' in shows && { lastsS: undefined }) } : shows)
      assert.equal(message.key.remoteJid, view.chat)
      const contact = views.find((one) => !one.isOwn)?.device.jid ?? ''
      const writer = isJidGroup(view.chat) && !isOwn ? people.numberOf(contact) : undefined
      assert.deepEqual(key, { id: ref.messageId, isOwn, writer })
      return []
    } catch (difference) {
      return [`${what}: ${(difference as Error).message}`]
    }
  })
}

/** Of a copy of what an own device sent to one person Baileys drops the context: secrets, and how long a pin lasts. */
const isStripped = ({ isOwn, chat }: View) => isOwn && !isJidGroup(chat)

/** A mark without its times; the message that it names, and whether the tenant's account wrote that one. */
function opened(message: WAMessage, { device, by }: View, views: View[], people: People): { key: object } & Record<string, unknown> {
  const [kind, { key, ...said }] = only(message.message)
  const about = device.messages.find((one) => one.key.id === key.id)
  if (!about) throw new Error(`${key.id} is unknown`)
  // Baileys tells reactions and votes of others from its own point of view.
  const isTurned = ['reactionMessage', 'pollUpdateMessage'].includes(kind) && !message.key.fromMe
  const isOwn = isTurned ? !key.fromMe && (!key.participant || people.numberOf(key.participant) === by) : key.fromMe === true
  const lasts = message.message?.messageContextInfo?.messageAddOnDurationInSecs
  const copies = views.flatMap((view) => view.device.messages.filter((one) => one.key.id === key.id))
  const secret = copies.map(secretOf).find((found) => found !== undefined)
  const says = unsealed(said, secret, about, message, device)
  // In a group it names the writer of what others wrote.
  const writer = isJidGroup(message.key.remoteJid ?? '') && !isOwn ? people.numberOf(key.participant ?? '') : undefined
  return { key: { id: key.id, isOwn, writer }, [kind]: says, ...(kind === 'pinInChatMessage' && { lastsS: lasts }) }
}

const keys = ['key', 'pollCreationMessageKey', 'eventCreationMessageKey'] as const
const times = ['senderTimestampMs', 'timestampMs']

/** The only mark of a protobuf: its name, the key of what it is about, and the rest without times. */
function only(message: proto.IMessage | null | undefined): [string, { key: proto.IMessageKey } & Record<string, unknown>] {
  const whole = simple(proto.Message.toObject(proto.Message.fromObject(message ?? {}), { longs: Number }))
  const [[kind, says] = ['nothing', {}], ...more] = Object.entries(whole as Record<string, Record<string, unknown>>)
  assert.deepEqual(more, [], 'it says something else too')
  const key = keys.map((name) => says[name]).find((found) => found !== undefined) as proto.IMessageKey
  const rest = Object.entries(says).filter(([name]) => ![...keys, ...times].includes(name))
  return [kind, { ...Object.fromEntries(rest), key }]
}

/** What a vote or an answer says, by the secret of what it is about. */
function unsealed(
  said: Record<string, unknown>,
  key: Uint8Array | undefined,
  about: WAMessage,
  message: WAMessage,
  device: Device,
): object {
  const sealed = (said.vote ?? said) as proto.Message.IPollEncValue
  if (!sealed.encPayload || !key) return said
  for (const [writer, by] of ends(about, message, device)) {
    try {
      if (said.vote) {
        const context = { pollMsgId: idOf(about), pollEncKey: key, pollCreatorJid: writer, voterJid: by }
        return { chosen: decryptPollVote(sealed, context).selectedOptions.map((hash) => Buffer.from(hash).toString('hex')) }
      }
      const context = { eventMsgId: idOf(about), eventEncKey: key, eventCreatorJid: writer, responderJid: by }
      return { response: decryptEventResponse(sealed, context).response }
    } catch {
      // The other form of both addresses.
    }
  }
  throw new Error('it does not open')
}

/** The writers of both messages, by their numbers and by their privacy ids. */
function ends(about: WAMessage, message: WAMessage, device: Device): [string, string][] {
  const forms = ({ key }: WAMessage): [string, string] => {
    const { id = '', lid = '' } = device.auth.creds.me ?? {}
    const all = key.fromMe ? [id, lid] : [key.participant || key.remoteJid || '', key.participantAlt || key.remoteJidAlt || '']
    const bare = all.map((jid) => jid.replace(/:\d+@/, '@'))
    return [bare.find((jid) => jid.endsWith('@s.whatsapp.net')) ?? '', bare.find((jid) => jid.endsWith('@lid')) ?? '']
  }
  const [writer, by] = [forms(about), forms(message)]
  return [
    [writer[0], by[0]],
    [writer[1], by[1]],
  ]
}
