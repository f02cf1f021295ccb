import { CirclePlay, Film, FileText, Image, type LucideIcon, Mic, Music, Sticker, Video } from 'lucide-react'

import type { MediaFile, Message } from '../../../../api/types'
import type { ContentOf } from '../kind'

export type Media = ContentOf<'media'>

/** What a view of a file is given. */
export interface FileProps {
  content: Media
  message: Message
  /** Null where nothing is known of the file itself: it opens on the phone. */
  file: MediaFile | null
}

export const figures: Record<Media['file'], LucideIcon> = {
  image: Image,
  video: Video,
  gif: Film,
  round_video: CirclePlay,
  voice: Mic,
  audio: Music,
  document: FileText,
  sticker: Sticker,
}

const longestPx = 280
const shortestPx = 112

/** The size that a picture is shown in. It is known before the picture is there, so nothing moves when it comes. */
export function frame({ file, width, height }: Pick<Media, 'file' | 'width' | 'height'>): { width: number; height: number } {
  if (file === 'sticker') return { width: 128, height: 128 }
  if (file === 'round_video') return { width: 200, height: 200 }
  if (file === 'document') return { width: longestPx, height: 136 }
  const ratio = width && height ? width / height : 4 / 3
  const sides = ratio >= 1 ? [longestPx, longestPx / ratio] : [longestPx * ratio, longestPx]
  const [w = longestPx, h = longestPx] = sides.map((side) => Math.max(shortestPx, Math.round(side)))
  return { width: w, height: h }
}

/** How large the file is: as it is, or as its sender says. */
export const sizeOf = ({ content, file }: Pick<FileProps, 'content' | 'file'>): number | null =>
  file?.sizeBytes ?? content.sizeBytes ?? null
