// Baileys sends every row by one way, and the tenant's panel is looked at until all of it is there as it was sent.
import assert from 'node:assert/strict'

import type { WAMessage } from 'baileys'

import { until } from '../../support/programs'
import { type Device, idOf } from '../device'
import type { Tenant } from '../tenant'
import type { People } from './people'
import type { Row, Schemas } from './row'
import { rows } from './rows'

type Message = Schemas['Message']

/** One row that was sent. */
export interface Sent {
  /** How it came, for whoever reads a failure. */
  way: string
  row: Row
  id: string
  /** The writer's number. */
  by: string
  /** Whether the tenant's own account wrote it. */
  isOwn: boolean
  /** The ids that its context names. */
  before: string
  album: string
}

/** Sends every row to somebody or into a group. */
export async function sendAll(device: Device, to: string, about: Pick<Sent, 'way' | 'by' | 'isOwn'>): Promise<Sent[]> {
  const all: Sent[] = []
  let before: WAMessage | undefined
  let album: WAMessage | undefined
  for (const row of rows) {
    const message = await send(device, to, row, before, album)
    all.push({ ...about, row, id: idOf(message), before: before ? idOf(before) : '', album: album ? idOf(album) : '' })
    before = message
    if (row.kind === 'album') album = message
  }
  return all
}

async function send(device: Device, to: string, { made, answers }: Row, before?: WAMessage, album?: WAMessage): Promise<WAMessage> {
  const none: WAMessage = { key: {} }
  const what = typeof made === 'function' ? made(before ?? none, album ?? none) : made
  if ('as' in what) return device.relay(to, what.as(await device.prepared(to, what.file)))
  return 'raw' in what ? device.relay(to, what.raw) : device.say(to, what, answers ? before : undefined)
}

/** Answers what somebody else wrote; gives the ids of the answer and of what it answers. */
export async function answerOther(by: Device, other: Device, chat: { by: string; other: string }): Promise<[string, string]> {
  const asked = await other.send(chat.other, { text: 'tem bolo?', linkPreview: null })
  const answered = await by.say(chat.by, { text: 'tem', linkPreview: null }, await by.heardOf(asked))
  return [idOf(answered), asked]
}

/** The message as it must stand in the panel, people by their numbers. */
function expected({ row: { content, beside = {} }, by, isOwn, before, album }: Sent): object {
  const { quote, comments, isOfAlbum, mentions = [], forwarded = 0, isViewOnce = false, ...rest } = beside
  const context = {
    ...rest,
    ...(quote && { quote: { ...quote, id: before, fromMe: isOwn, sender: by } }),
    ...(comments && { quote: { id: before, fromMe: false, kind: 'text', text: '' } }),
    ...(isOfAlbum && { album }),
    mentions,
    forwarded,
    isViewOnce,
  }
  return { content, context, sender: by, fromMe: isOwn }
}

/** What of a message is not as it was sent; undefined where all of it is. */
function wrong(sent: Sent, message: Message | undefined, people: People): string | undefined {
  const { way, row } = sent
  if (row.content === null) return message && `${way}, ${row.kind}: it stands in the chat`
  if (!message) return `${way}, ${row.kind}: nothing came of ${sent.id}`
  const { content, context, sender, fromMe } = message
  try {
    assert.deepEqual(people.inside({ content, context, sender, fromMe }), expected(sent))
  } catch (difference) {
    return `${way}, ${row.kind}: ${(difference as Error).message}`
  }
  return undefined
}

/** Waits until all of it is in the panel as it was sent, and gives the panel. */
export async function arrived(tenant: Tenant, people: People, sent: Sent[]): Promise<Map<string, Message>> {
  let last: string[] = []
  const whole = until(
    'everything is as it was sent',
    async () => {
      const panel = await tenant.everything()
      last = sent.flatMap((one) => wrong(one, panel.get(one.id), people) ?? [])
      return last.length === 0 && panel
    },
    30_000,
  )
  return whole.catch(() => assert.fail(last.join('\n')))
}

/** Every file in the panel is, to the last byte, what was sent. */
export async function filesAreWhole(tenant: Tenant, panel: Map<string, Message>, sent: Sent[]): Promise<void> {
  for (const { way, row, id } of sent) {
    const message = panel.get(id)
    if (row.file && message) assert.ok((await tenant.file(message)).equals(row.file), `${way}, ${row.kind}: another file`)
  }
}
