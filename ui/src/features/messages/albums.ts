import type { Outgoing } from '../../api/tenant'
import type { Message } from '../../api/types'
import { isViewable } from './kinds/media/viewing'
import type { Row } from './timeline'

type Single = Extract<Row, { kind: 'message' | 'outgoing' }>

/** By whom, and which album: the same for all that is shown as one. */
function albumOf(row: Row | undefined): string | null {
  if (row?.kind === 'outgoing') {
    const { album } = row.outgoing
    return album ? `me ${album.id ?? album.key}` : null
  }
  if (row?.kind !== 'message' || !isViewable(row.message)) return null
  const { context, fromMe, sender } = row.message
  return context.album ? `${fromMe ? 'me' : (sender.lid ?? sender.pn ?? '')} ${context.album}` : null
}

/** A part that answers something begins what is shown: there is one place for what it answers. */
const answers = (row: Single): boolean => Boolean(row.kind === 'message' ? row.message.context.quote : row.outgoing.quote)

/** A part is known by the same key before and after the server has it. */
export const partKey = (part: Message | Outgoing): string =>
  'key' in part ? part.key : part.fromMe && part.clientKey !== null ? part.clientKey : part.id

/** Joins what belongs to one album and follows each other. */
export function joinAlbums(rows: readonly Row[]): Row[] {
  const joined: Row[] = []
  for (let index = 0; index < rows.length; index++) {
    const row = rows[index]
    if (!row) continue
    const album = albumOf(row)
    let end = index + 1
    while (album !== null && albumOf(rows[end]) === album && !answers(rows[end] as Single)) end++
    if (album === null || end - index < 2) {
      joined.push(row)
      continue
    }
    const first = row as Single
    const parts = rows.slice(index, end) as Single[]
    joined.push({
      kind: 'album',
      key: first.kind === 'message' && first.message.clientKey === null ? first.key : partKey(partOf(first)),
      messages: parts.flatMap((part) => (part.kind === 'message' ? [part.message] : [])),
      outgoing: parts.flatMap((part) => (part.kind === 'outgoing' ? [part.outgoing] : [])),
      startsRun: first.startsRun,
    })
    index = end - 1
  }
  return joined
}

const partOf = (row: Single): Message | Outgoing => (row.kind === 'message' ? row.message : row.outgoing)
