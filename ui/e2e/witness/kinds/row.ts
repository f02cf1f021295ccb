// One message as Baileys sends it, and what the tenant's API says of it then.
import type { AnyMessageContent, proto, WAMessage } from 'baileys'

import type { components } from '../../../src/api/schema.gen'

export type Schemas = components['schemas']
export type Content = Schemas['Content']
export type Kind = Content['kind'] | Schemas['MediaKind']

/**
 * What Baileys is asked to send: in its own words, a protobuf that goes as it is, or a file that it uploads and that
 * goes in another shape than Baileys would give it.
 */
export type Made =
  AnyMessageContent | { raw: proto.IMessage } | { file: AnyMessageContent; as: (message: proto.IMessage) => proto.IMessage }

/** What the API says beside the content; people are named by their numbers. */
export interface Beside {
  /** Whom it answers is told by the row itself: the row before it. */
  quote?: { kind: string; text: string }
  /** Whether it is a comment on the row before it, which tells no more than which one that is. */
  comments?: boolean
  mentions?: string[]
  forwarded?: number
  isViewOnce?: boolean
  /** Whether it belongs to the album that was announced last. */
  isOfAlbum?: boolean
  referral?: Schemas['Referral']
  /** After how many seconds it disappears. */
  expiresAfterS?: number
}

export interface Row {
  /** As the API names it; of a file what kind of file. */
  kind: Kind
  /** `before`: the row before it, as it was sent; `album`: the last announcement of one. */
  made: Made | ((before: WAMessage, album: WAMessage) => Made)
  /** Whether it answers the row before it. */
  answers?: boolean
  /** The whole of `content`; null where nothing stands in the chat. */
  content: Content | null
  beside?: Beside
  /** The bytes of its file. */
  file?: Buffer
}

/** An invented number of somebody who is told of and nowhere else. */
export const told = '5511900000003'

export const plain = (text: string): Content => ({ kind: 'text', text })
