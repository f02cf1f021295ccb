// One message as Baileys sends it, and what the tenant's API says of it then.
import type { AnyMessageContent, proto, WAMessage } from 'baileys'

import type { components } from '../../../src/api/schema.gen'

export type Schemas = components['schemas']
export type Content = Schemas['Content']
export type Kind = Content['kind'] | Schemas['MediaKind']

/**
 * What Baileys is asked to send: in its own words, or a protobuf that goes as it is. Of a round film Baileys sends the
 * bytes alone, without length, size and small picture; so it is prepared as a film, and sent as a round one.
 */
export type Made = AnyMessageContent | { raw: proto.IMessage } | { round: AnyMessageContent }

/** What the API says beside the content; people are named by their numbers. */
export interface Beside {
  /** Whom it answers is told by the row itself: the row before it. */
  quote?: { kind: string; text: string }
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
