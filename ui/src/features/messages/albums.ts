import { isViewable } from './kinds/media/viewing'
import type { Row } from './timeline'

type Single = Extract<Row, { kind: 'message' }>

/** The album of a message that can be shown as a part of one. One that failed stands alone, with what can be done. */
function albumOf(row: Row | undefined): string | null {
  if (row?.kind !== 'message' || row.message.status === 'failed' || row.message.context.quote) return null
  return isViewable(row.message) ? (row.message.context.album ?? null) : null
}

/** Joins what belongs to one album and follows each other; its envelope says no more than that, and goes. */
export function joinAlbums(rows: readonly Row[]): Row[] {
  const joined: Row[] = []
  for (let index = 0; index < rows.length; index++) {
    const row = rows[index]
    if (!row) continue
    const album = albumOf(row)
    let end = index + 1
    while (album !== null && albumOf(rows[end]) === album && (rows[end] as Single).message.fromMe === (row as Single).message.fromMe) end++
    if (album === null || end - index < 2) {
      joined.push(row)
      continue
    }
    const [first, ...others] = rows.slice(index, end) as [Single, ...Single[]]
    const envelope = joined.at(-1)
    const hasEnvelope = envelope?.kind === 'message' && envelope.message.content.kind === 'album' && envelope.message.id === album
    if (hasEnvelope) joined.pop()
    const startsRun = (hasEnvelope && envelope.startsRun) || (row as Single).startsRun
    joined.push({ kind: 'album', key: row.key, messages: [first.message, ...others.map(({ message }) => message)], startsRun })
    index = end - 1
  }
  return joined
}
