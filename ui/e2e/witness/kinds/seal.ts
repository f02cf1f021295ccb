// Votes and answers, sealed with the secret of what they are about. Baileys opens them and does not write them.
import { randomBytes } from 'node:crypto'

import { aesEncryptGCM, hmacSign, normalizeMessageContent, proto, type WAMessage, type WAMessageKey } from 'baileys'

import { idOf } from '../device'

/** Who seals, and who wrote what it is about, by addresses of one form. */
export interface Ends {
  writer: string
  by: string
}

export const secretOf = ({ message }: WAMessage): Uint8Array | undefined =>
  message?.messageContextInfo?.messageSecret ?? normalizeMessageContent(message)?.messageContextInfo?.messageSecret ?? undefined

function seal(about: WAMessage, { writer, by }: Ends, name: string, said: Uint8Array) {
  const id = idOf(about)
  const info = Buffer.concat([Buffer.from(id + writer + by + name), Buffer.from([1])])
  const secret = secretOf(about)
  if (!secret) throw new Error(`${id} has no secret`)
  const key = hmacSign(info, hmacSign(secret, new Uint8Array(32)))
  const encIv = randomBytes(12)
  return { encPayload: aesEncryptGCM(said, key, encIv, Buffer.from(`${id}\0${by}`)), encIv }
}

/** A vote for options by their hashes. */
export function vote(about: WAMessage, key: WAMessageKey, ends: Ends, hashes: string[], atMs: number): proto.IMessage {
  const selectedOptions = hashes.map((hash) => Buffer.from(hash, 'hex'))
  const sealed = seal(about, ends, 'Poll Vote', proto.Message.PollVoteMessage.encode({ selectedOptions }).finish())
  return { pollUpdateMessage: { pollCreationMessageKey: key, vote: sealed, senderTimestampMs: atMs } }
}

type Attendance = proto.Message.EventResponseMessage.EventResponseType

/** Whether somebody comes to an event. */
export function answer(about: WAMessage, key: WAMessageKey, ends: Ends, response: Attendance, atMs: number): proto.IMessage {
  const said = proto.Message.EventResponseMessage.encode({ response, timestampMs: atMs, extraGuestCount: 2 }).finish()
  return { encEventResponseMessage: { eventCreationMessageKey: key, ...seal(about, ends, 'Event Response', said) } }
}
