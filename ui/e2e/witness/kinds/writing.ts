// The tenant sends every draft, and devices of Baileys are looked at until all of it is there as it was asked for.
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'

import { downloadMediaMessage, isJidGroup, normalizeMessageContent, proto, type WAMessage } from 'baileys'

import { until } from '../../support/programs'
import type { Device } from '../device'
import type { Tenant } from '../tenant'
import { type DraftRow, simple, type Uploads } from './draft-row'
import { drafts } from './drafts'
import type { People } from './people'
import type { Schemas } from './row'

/** One draft that was accepted. */
export interface Accepted {
  way: string
  row: DraftRow
  id: string
  /** The id of what it answers. */
  before: string
  /** The id of the album's head that was sent last. */
  album: string
}

/** Has every draft sent into a chat. */
export async function acceptAll(tenant: Tenant, chat: string, uploads: Uploads, way: string): Promise<Accepted[]> {
  const all: Accepted[] = []
  let before = ''
  let album = ''
  for (const row of drafts) {
    const target = { chatId: chat, messageId: before }
    const body: Schemas['SendToChat'] = row.forwards ? { message: { kind: 'forward', target } } : row.body(uploads)
    if (row.isOfAlbum && body.message?.kind === 'media') body.message.album = album
    const { id } = await tenant.sendInto(chat, { ...body, ...(row.answers && { quote: before }) })
    if (row.kind === 'album') album = id
    all.push({ way, row, id, before, album })
    before = id
  }
  return all
}

/** Where it is to be seen: a device, what is its address of the chat, and who wrote there. */
export interface View {
  device: Device
  chat: string
  isOwn: boolean
  /** The tenant's number. */
  by: string
}

/** What of a message is not as it was asked for. */
function wrong({ way, row, id, before, album }: Accepted, { device, chat, isOwn, by }: View, people: People): string | undefined {
  // What may have missed its reader is sent again by the next session, under its id, which apps show once.
  const copies = device.messages.filter((message) => message.key.id === id)
  if (copies.length === 0) return `${way}, ${row.kind}: nothing came of ${id}`
  const quote = row.answers && { id: before, by, said: row.answers }
  // What says so comes twice in a group, by the tenant's library, and beside an own copy: Baileys takes the last, and none.
  const isNamed = row.isOfAlbum === true && !isOwn && isJidGroup(chat) !== true
  const wanted = { message: row.shows, quote, album: isNamed ? album : undefined, chat, isOwn, by }
  try {
    for (const copy of copies) assert.deepEqual(apart(copy, device.jid, people), wanted)
  } catch (difference) {
    return `${way}, ${row.kind}: ${(difference as Error).message}`
  }
  return undefined
}

/** A message as a row tells it, what it answers beside it, where it stands and who wrote it. */
function apart({ key, message }: WAMessage, own: string, people: People) {
  const whole = simple(proto.Message.toObject(proto.Message.fromObject(message ?? {}), { longs: Number })) as proto.IMessage
  const { stanzaId, participant, quotedMessage } = whole.extendedTextMessage?.contextInfo ?? {}
  const quote = stanzaId ? { id: stanzaId, by: people.numberOf(participant ?? ''), said: quotedMessage } : undefined
  if (quote) delete whole.extendedTextMessage?.contextInfo
  const { associationType, parentMessageKey } = message?.messageContextInfo?.messageAssociation ?? {}
  const album = associationType === proto.MessageAssociation.AssociationType.MEDIA_ALBUM ? parentMessageKey?.id : undefined
  const writer = isJidGroup(key.remoteJid ?? '') ? key.participant : key.fromMe ? own : key.remoteJid
  return { message: whole, quote, album, chat: key.remoteJid, isOwn: key.fromMe, by: people.numberOf(writer ?? '') }
}

/** Waits until every device shows all of it as it was asked for. */
export async function shown(people: People, accepted: { all: Accepted[]; views: View[] }[]): Promise<void> {
  let last: string[] = []
  const whole = until('everything is as it was asked for', () => {
    last = accepted.flatMap(({ all, views }) => views.flatMap((view) => all.flatMap((one) => wrong(one, view, people) ?? [])))
    return Promise.resolve(last.length === 0)
  })
  await whole.catch(() => assert.fail(last.join('\n')))
}

/** Waits until WhatsApp has all of it. */
export function allSent(tenant: Tenant, accepted: { all: Accepted[] }[]): Promise<unknown> {
  return until('everything has left', async () => {
    const panel = await tenant.everything()
    return accepted.every(({ all }) => all.every(({ id }) => panel.get(id)?.status !== 'queued'))
  })
}

/** Every file that came opens, and is what the tenant's panel has. */
export async function filesOpen(tenant: Tenant, all: Accepted[], { device }: View): Promise<void> {
  const panel = await tenant.everything()
  for (const { way, row, id } of all) {
    const kept = panel.get(id)
    if (!kept?.file) continue
    const message = await device.heardOf(id)
    const bytes = await downloadMediaMessage(message, 'buffer', {})
    assert.ok(bytes.equals(row.file ?? (await tenant.file(kept))), `${way}, ${row.kind}: another file`)
    const inner = Object.values(normalizeMessageContent(message.message) ?? {}).find(isFile)
    assert.deepEqual(Buffer.from(inner?.fileSha256 ?? []), createHash('sha256').update(bytes).digest(), `${way}, ${row.kind}: its hash`)
    const loudness = kept.content.kind === 'media' ? kept.content.waveform : []
    assert.deepEqual([...(inner?.waveform ?? [])], loudness, `${way}, ${row.kind}: its waveform`)
    assert.equal(Number(inner?.fileLength), bytes.length, `${way}, ${row.kind}: its length`)
  }
}

const isFile = (value: unknown): value is proto.Message.IAudioMessage =>
  typeof value === 'object' && value !== null && 'fileSha256' in value
