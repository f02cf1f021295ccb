const dayMs = 86_400_000

const formats = new Map<string, Intl.DateTimeFormat>()

/** Making one takes longer than drawing what it says: each is made once, and anew in another time zone. */
function formatOf(language: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${language} ${new Date().getTimezoneOffset()} ${JSON.stringify(options)}`
  const known = formats.get(key) ?? new Intl.DateTimeFormat(language, options)
  formats.set(key, known)
  return known
}

/** Midnight before `atMs`, in the reader's time zone. */
export function startOfDay(atMs: number): number {
  return new Date(atMs).setHours(0, 0, 0, 0)
}

/** The first moment of its month, in the reader's time zone. */
export function startOfMonth(atMs: number): number {
  const day = new Date(atMs)
  return new Date(day.getFullYear(), day.getMonth(), 1).getTime()
}

/** `maio de 2026` */
export function monthLabel(atMs: number, language: string): string {
  return formatOf(language, { month: 'long', year: 'numeric' }).format(atMs)
}

/** `segunda-feira`, or `seg.`: a day of the week, counted from Monday. */
export function weekdayName(day: number, language: string, weekday: 'long' | 'short'): string {
  // The first of January of 2024 was a Monday.
  return formatOf(language, { weekday, timeZone: 'UTC' }).format(Date.UTC(2024, 0, 1 + day))
}

function daysApart(atMs: number, nowMs: number): number {
  // Rounded, because a day of a clock change has 23 or 25 hours.
  return Math.round((startOfDay(nowMs) - startOfDay(atMs)) / dayMs)
}

/** `14:05` */
export function clockTime(atMs: number, language: string): string {
  return formatOf(language, { timeStyle: 'short' }).format(atMs)
}

/** `14:05` of today, `seg. 14:05` of this week, `12 de mai., 14:05` before. */
export function moment(atMs: number, nowMs: number, language: string): string {
  const days = Math.abs(daysApart(atMs, nowMs))
  if (days === 0) return clockTime(atMs, language)
  const day: Intl.DateTimeFormatOptions = days < 7 ? { weekday: 'short' } : { day: 'numeric', month: 'short' }
  return formatOf(language, { ...day, hour: 'numeric', minute: '2-digit' }).format(atMs)
}

/** `12 de maio de 2026 às 14:05`: for what is far away. */
export function dateAndTime(atMs: number, language: string): string {
  return formatOf(language, { dateStyle: 'long', timeStyle: 'short' }).format(atMs)
}

/** What a list of chats shows: the time of today, the weekday of this week, the date before. */
export function listTime(atMs: number, nowMs: number, language: string): string {
  const days = daysApart(atMs, nowMs)
  if (days <= 0) return clockTime(atMs, language)
  if (days === 1) return new Intl.RelativeTimeFormat(language, { numeric: 'auto' }).format(-1, 'day')
  if (days < 7) return formatOf(language, { weekday: 'short' }).format(atMs)
  return formatOf(language, { dateStyle: 'short' }).format(atMs)
}

/** What stands between two days of a conversation: `hoje`, `ontem`, `segunda-feira`, `12 de maio de 2026`. */
export function dayLabel(atMs: number, nowMs: number, language: string): string {
  const days = daysApart(atMs, nowMs)
  if (days <= 1) return new Intl.RelativeTimeFormat(language, { numeric: 'auto' }).format(-Math.max(days, 0), 'day')
  if (days < 7) return formatOf(language, { weekday: 'long' }).format(atMs)
  return formatOf(language, { dateStyle: 'long' }).format(atMs)
}

/** `3 d 4 h`, `12 min`, `40 s`: the two greatest units, or fewer. */
export function duration(ms: number, language: string, most = 2): string {
  const seconds = Math.max(0, Math.floor(ms / 1000))
  const parts: [number, string][] = [
    [Math.floor(seconds / 86_400), 'day'],
    [Math.floor(seconds / 3600) % 24, 'hour'],
    [Math.floor(seconds / 60) % 60, 'minute'],
    [seconds % 60, 'second'],
  ]
  const first = Math.max(
    0,
    parts.findIndex(([count]) => count > 0),
  )
  const start = parts.some(([count]) => count > 0) ? first : parts.length - 1
  const shown = parts.slice(start, start + Math.min(most, start < 2 ? 2 : 1)).filter(([count], index) => count > 0 || index === 0)
  return shown
    .map(([count, unit]) => new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'narrow' }).format(count))
    .join(' ')
}

/** How long a film or sound lasts: `0:12`, `1:02:03`. */
export function playTime(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds))
  const parts = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60]
  const shown = parts[0] === 0 ? parts.slice(1) : parts
  return shown.map((part, index) => (index === 0 ? String(part) : String(part).padStart(2, '0'))).join(':')
}

/** `qui., 14 de mai., 19:00 – 22:00` */
export function period(fromMs: number, toMs: number | undefined, language: string): string {
  const options: Intl.DateTimeFormatOptions = { weekday: 'short', day: 'numeric', month: 'short', hour: 'numeric', minute: '2-digit' }
  const format = formatOf(language, options)
  return toMs !== undefined && toMs > fromMs ? format.formatRange(fromMs, toMs) : format.format(fromMs)
}

/** `30 segundos`, `24 horas`, `7 dias`: in the one unit that fits. */
export function wholeDuration(seconds: number, language: string): string {
  const fits = (size: number) => seconds >= size && seconds % size === 0
  const [size, unit] =
    seconds > 86_400 && fits(86_400) ? [86_400, 'day'] : fits(3_600) ? [3_600, 'hour'] : fits(60) ? [60, 'minute'] : [1, 'second']
  return new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'long' }).format(seconds / size)
}
