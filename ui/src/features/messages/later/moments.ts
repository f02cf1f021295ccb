// When something may leave, by the reader's own clock.

const hourMs = 60 * 60_000
/** So far ahead the server takes something. */
const farthestMs = 365 * 24 * hourMs

export type Choice = 'hour' | 'afternoon' | 'tomorrow' | 'monday'

const [afternoonHour, morningHour] = [15, 9]
/** Sooner than this before an hour of the day, that hour is no choice. */
const noticeMs = 30 * 60_000

function at(nowMs: number, days: number, hour: number): number {
  const day = new Date(nowMs)
  day.setDate(day.getDate() + days)
  return day.setHours(hour, 0, 0, 0)
}

/** The moments that are offered now, each once. */
export function choicesAt(nowMs: number): { choice: Choice; atMs: number }[] {
  const afternoonMs = at(nowMs, 0, afternoonHour)
  const untilMonday = (8 - new Date(nowMs).getDay()) % 7 || 7
  return [
    { choice: 'hour', atMs: Math.ceil((nowMs + hourMs) / 60_000) * 60_000 },
    ...(nowMs < afternoonMs - noticeMs ? [{ choice: 'afternoon' as const, atMs: afternoonMs }] : []),
    { choice: 'tomorrow', atMs: at(nowMs, 1, morningHour) },
    ...(untilMonday > 1 ? [{ choice: 'monday' as const, atMs: at(nowMs, untilMonday, morningHour) }] : []),
  ]
}

/** What is wrong with a day and a time that somebody chose, as fields of a form give them; or the moment. */
export type Chosen = { wrong: 'missing' | 'past' | 'tooFar' } | { atMs: number }

export function chosen(day: string, time: string, nowMs: number): Chosen {
  const atMs = day === '' || time === '' ? Number.NaN : new Date(`${day}T${time}`).getTime()
  if (Number.isNaN(atMs)) return { wrong: 'missing' }
  if (atMs <= nowMs) return { wrong: 'past' }
  return atMs - nowMs > farthestMs ? { wrong: 'tooFar' } : { atMs }
}

/** A day as a field of a form has it: `2026-11-29`. */
export function dayField(atMs: number): string {
  const day = new Date(atMs)
  const two = (part: number) => String(part).padStart(2, '0')
  return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`
}
