// What a part of a gallery shows, from the newest to the oldest.
import type { Message } from '../../../api/types'
import { startOfMonth } from '../../../lib/dates'
import { rowKey } from '../timeline'

export type GalleryRow =
  | { kind: 'month'; key: string; atMs: number }
  | { kind: 'tiles'; key: string; messages: Message[] }
  | { kind: 'entry'; key: string; message: Message }

/** Under the name of their month: each by itself, or so many in a row. */
export function galleryRows(newestFirst: readonly Message[], perRow?: number): GalleryRow[] {
  const rows: GalleryRow[] = []
  let month: number | undefined
  for (const message of newestFirst) {
    const own = startOfMonth(message.placeMs)
    if (own !== month) rows.push({ kind: 'month', key: `month-${own}`, atMs: own })
    month = own
    const last = rows.at(-1)
    const key = rowKey(message)
    if (perRow === undefined) rows.push({ kind: 'entry', key, message })
    else if (last?.kind === 'tiles' && last.messages.length < perRow) last.messages.push(message)
    else rows.push({ kind: 'tiles', key, messages: [message] })
  }
  return rows
}
