// What may be sent as a file, and as what.
import type { MediaKind } from '../../../api/types'

const megabyte = 1_000_000
/** As the server has it, in megabytes. */
const limits: Record<'image' | 'video' | 'audio' | 'document', number> = { image: 16, video: 100, audio: 16, document: 100 }

/** So many files go at a time. */
export const mostFiles = 30

/** A file that somebody chose, not sent yet. */
export interface Attachment {
  /** Unique in this page. */
  id: string
  file: File
  /** A `blob:` address of it. */
  url: string
  width: number | null
  height: number | null
  durationS: number | null
}

type Looks = keyof typeof limits

const pictures = new Set(['image/jpeg', 'image/png', 'image/webp', 'image/gif'])
const films = new Set(['video/mp4', 'video/3gpp', 'video/quicktime'])

/** What the server is going to take a file for: what WhatsApp shows as a picture, a film or a sound. */
export function looksLike({ type }: Pick<File, 'type'>, isAsDocument: boolean): Looks & MediaKind {
  if (isAsDocument) return 'document'
  if (pictures.has(type)) return 'image'
  if (films.has(type)) return 'video'
  return type.startsWith('audio/') ? 'audio' : 'document'
}

/** Whether it goes with others as one: pictures and films alone. */
export const isOfAlbum = (file: Pick<File, 'type'>): boolean => looksLike(file, false) === 'image' || looksLike(file, false) === 'video'

/** Why a file can't be sent. The limit is in megabytes. */
export type Unfit = { why: 'empty' } | { why: 'too_large'; limit: number; fitsAsDocument: boolean }

export function unfitness(file: Pick<File, 'type' | 'size'>, isAsDocument: boolean): Unfit | null {
  if (file.size === 0) return { why: 'empty' }
  const limit = limits[looksLike(file, isAsDocument)]
  if (file.size <= limit * megabyte) return null
  return { why: 'too_large', limit, fitsAsDocument: !isAsDocument && file.size <= limits.document * megabyte }
}

/** Sounds go without words; everything else may have some. */
export const takesCaption = (file: Pick<File, 'type'>, isAsDocument: boolean): boolean => looksLike(file, isAsDocument) !== 'audio'
