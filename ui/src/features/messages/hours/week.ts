// The hours of a week while they are chosen.
import type { BusinessHours, OpenSpan } from '../../../api/types'
import { weekdayName } from '../../../lib/dates'

export const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const
export type Weekday = (typeof weekdays)[number]
export type Week = BusinessHours['week']

/** How many spans a day may have. */
export const mostSpans = 6
const dayMinutes = 24 * 60

/** What a shop begins with: from Monday to Friday, and on Saturday until noon. */
export function firstHours(timeZone: string): BusinessHours {
  const day = [{ from: '08:00', to: '18:00' }]
  const saturday = [{ from: '08:00', to: '12:00' }]
  const week = { monday: day, tuesday: day, wednesday: day, thursday: day, friday: day, saturday, sunday: [] }
  return { timeZone, week, closedDates: [] }
}

/** `segunda-feira`. */
export const dayName = (day: Weekday, language: string): string => weekdayName(weekdays.indexOf(day), language, 'long')

const minutes = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5))

/** Whether a span ends on the day after: at an earlier time, or at the same one. */
export const endsNextDay = ({ from, to }: OpenSpan): boolean => from !== '' && to !== '' && minutes(to) <= minutes(from)

/** What is wrong with a day: a time is missing, or spans meet, also with what the evening before reaches into. */
export function wrongDays(week: Week): Partial<Record<Weekday, 'missing' | 'overlap'>> {
  const wrong: Partial<Record<Weekday, 'missing' | 'overlap'>> = {}
  const spans = weekdays
    .flatMap((day, index) =>
      week[day].map((span) => {
        if (span.from === '' || span.to === '') wrong[day] = 'missing'
        const from = index * dayMinutes + minutes(span.from)
        return { day, from, to: from + minutes(span.to) - minutes(span.from) + (endsNextDay(span) ? dayMinutes : 0) }
      }),
    )
    .filter(({ day }) => wrong[day] === undefined)
    .sort((one, other) => one.from - other.from)
  spans.forEach(({ day, to }, index) => {
    const next = spans[index + 1]?.from ?? (spans[0]?.from ?? 0) + 7 * dayMinutes
    if (to > next) wrong[day] = 'overlap'
  })
  return wrong
}

/** The next span of a day: after the last one, an hour later, for as long as fits. */
export function nextSpan(spans: readonly OpenSpan[]): OpenSpan {
  const last = spans.at(-1)
  if (!last || endsNextDay(last) || minutes(last.to) + 60 >= dayMinutes) return { from: '', to: '' }
  const written = (at: number) => `${String(Math.floor(at / 60)).padStart(2, '0')}:${String(at % 60).padStart(2, '0')}`
  const from = minutes(last.to) + 60
  return { from: written(from), to: written(Math.min(from + 4 * 60, dayMinutes - 1)) }
}

/** Every time zone that this browser knows, and the one that holds. */
export function timeZones(chosen: string): string[] {
  const known = Intl.supportedValuesOf('timeZone')
  return known.includes(chosen) ? known : [...known, chosen].sort()
}

/** Where the reader is. */
export const ownTimeZone = (): string => new Intl.DateTimeFormat().resolvedOptions().timeZone

/** `Horário de Brasília`, and what its clock shows now. */
export function zoneNow(timeZone: string, nowMs: number, language: string): { zone: string; time: string } {
  const time = new Intl.DateTimeFormat(language, { timeZone, timeStyle: 'short' }).format(nowMs)
  const parts = new Intl.DateTimeFormat(language, { timeZone, timeZoneName: 'longGeneric' }).formatToParts(nowMs)
  return { zone: parts.find(({ type }) => type === 'timeZoneName')?.value ?? timeZone, time }
}

/** `25 de dezembro de 2026`, of a day written `2026-12-25`. */
export const dayWords = (date: string, language: string): string =>
  new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: 'UTC' }).format(Date.parse(date))
