import type { Found } from '../../../api/types'

/** A found message's words with what was looked for marked: text nodes, whatever the words are. */
export function Marked({ snippet: { text, hits, isCutBefore, isCutAfter } }: Pick<Found, 'snippet'>) {
  const parts = hits.map(({ start, end }, index) => ({
    before: text.slice(hits[index - 1]?.end ?? 0, start),
    hit: text.slice(start, end),
    start,
  }))
  return (
    <>
      {isCutBefore && '…'}
      {parts.map(({ before, hit, start }) => (
        <span key={start}>
          {before}
          <mark className="rounded-xs bg-accent-tint font-medium text-accent">{hit}</mark>
        </span>
      ))}
      {text.slice(hits.at(-1)?.end ?? 0)}
      {isCutAfter && '…'}
    </>
  )
}
