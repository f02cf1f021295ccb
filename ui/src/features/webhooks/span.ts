/** From when until when, as the fields of a form have it. */
export interface Span {
  fromDay: string
  fromTime: string
  /** Without a day: until now. */
  toDay: string
  toTime: string
}

/** A moment in the reader's time zone; not a number where it is none. */
const at = (day: string, time: string): number => (day === '' ? NaN : new Date(`${day}T${time === '' ? '00:00' : time}`).getTime())

/** What is wrong with it, by its parts. */
export function wrongAt({ fromDay, fromTime, toDay, toTime }: Span, nowMs: number): { from?: 'missing' | 'future'; to?: 'before' } {
  const fromMs = at(fromDay, fromTime)
  if (Number.isNaN(fromMs)) return { from: 'missing' }
  if (fromMs > nowMs) return { from: 'future' }
  const toMs = at(toDay, toTime)
  return toMs < fromMs ? { to: 'before' } : {}
}

/** As the server reads it; the minute that it ends with belongs to it. */
export function spanOf({ fromDay, fromTime, toDay, toTime }: Span): { from: string; to?: string } {
  const from = new Date(at(fromDay, fromTime)).toISOString()
  return toDay === '' ? { from } : { from, to: new Date(at(toDay, toTime) + 59_999).toISOString() }
}
