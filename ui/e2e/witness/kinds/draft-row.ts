// One draft of the API, and the protobuf that arrives of it.
import type { Schemas } from './row'

export type DraftKind = Schemas['DraftBody']['kind'] | Schemas['MediaKind']

/** Ids of uploads. */
export interface Uploads {
  picture: string
  film: string
  recording: string
  paper: string
}

export interface DraftRow {
  /** As the API names it; of a file what it goes as. */
  kind: DraftKind
  body: (uploads: Uploads) => Schemas['SendToChat']
  /** What it takes along of the row before it, where it answers that one. */
  answers?: object
  /** Whether it sends the row before it on. */
  forwards?: boolean
  /** Whether it is a part of the album whose head was sent last. */
  isOfAlbum?: boolean
  /** The whole protobuf as `simple` shows it. */
  shows: object
  /** The bytes of its file, where the server does not draw it anew. */
  file?: Buffer
}

/** What WhatsApp gives to a file, what seals it, and what is told by its download. */
const ofFile = ['url', 'directPath', 'mediaKey', 'mediaKeyTimestamp', 'fileEncSha256', 'fileSha256', 'fileLength', 'streamingSidecar']
/** What goes with every message between devices. */
const ofDevices = ['messageContextInfo', 'senderKeyDistributionMessage']
/** What is drawn by the server: in a row stands that it is there. */
const drawn = ['jpegThumbnail', 'waveform']

/** A protobuf without what is another for each message. */
export function simple(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(simple)
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return value
  const told = Object.entries(value).filter(([name, one]) => one !== null && one !== undefined && ![...ofFile, ...ofDevices].includes(name))
  return Object.fromEntries(told.map(([name, one]) => [name, drawn.includes(name) ? 'drawn' : simple(one)]))
}
