// What is made here of the server's figures: days and hours of the reader's own clock, and how much more or less it was.
import type { PeriodFigures, Statistics } from '../../api/types'
import { startOfDay } from '../../lib/dates'
import { midnight } from './periods'

type Hour = Statistics['hours'][number]

/** One bar of the chart. */
export interface Bar {
  atMs: number
  received: number
  sent: number
}

const hourMs = 3_600_000

/** A bar for each hour of one day, or for each day of several; also where nothing was. */
export function barsOf(hours: readonly Hour[], fromMs: number, days: number): Bar[] {
  const isDay = days === 1
  const places: number[] = []
  if (isDay) for (let at = fromMs; at < midnight(fromMs, 1); at += hourMs) places.push(at)
  else for (let day = 0; day < days; day++) places.push(midnight(fromMs, day))
  const bars = new Map(places.map((atMs) => [atMs, { atMs, received: 0, sent: 0 }]))
  for (const { atMs, received, sent } of hours) {
    // Where the clock is half an hour beside UTC, an hour belongs to the one in which it begins.
    const bar = bars.get(isDay ? fromMs + Math.floor((atMs - fromMs) / hourMs) * hourMs : startOfDay(atMs))
    if (!bar) continue
    bar.received += received
    bar.sent += sent
  }
  return [...bars.values()]
}

/** Messages that came by weekday, Monday first, and hour of the reader's clock. */
export function weekOf(hours: readonly Hour[]): number[][] {
  const week = Array.from({ length: 7 }, () => Array.from({ length: 24 }, () => 0))
  for (const { atMs, received } of hours) {
    const date = new Date(atMs)
    const day = week[(date.getDay() + 6) % 7]
    if (day) day[date.getHours()] = (day[date.getHours()] ?? 0) + received
  }
  return week
}

/** How dark a cell is among those of the week, from 0 for nothing to 4 for the busiest. */
export const levelOf = (count: number, most: number): number => (count === 0 || most === 0 ? 0 : Math.ceil((count / most) * 4))

/** A part of a whole from 0 to 1; nothing where there is no whole. */
export const partOf = (part: number, whole: number): number | null => (whole === 0 ? null : Math.min(1, part / whole))

export const failuresOf = ({ failures }: PeriodFigures): number => failures.reduce((sum, { count }) => sum + count, 0)

/** How a figure stands against the one of the time before. */
export type Comparison = { way: 'more' | 'less'; by: number } | { way: 'same' | 'new' }

/** By which part of the earlier figure it is more or less; `new` where there was nothing. */
export function compared(now: number, before: number): Comparison {
  if (now === before) return { way: 'same' }
  if (before === 0) return { way: 'new' }
  const by = Math.abs(now - before) / before
  // What rounds to nothing is no difference to anybody.
  return by < 0.005 ? { way: 'same' } : { way: now > before ? 'more' : 'less', by }
}

/** Whether there are figures of all of the time before, so that a comparison means something. */
export const isComparable = ({ fromMs, toMs, keptSinceMs }: Pick<Statistics, 'fromMs' | 'toMs' | 'keptSinceMs'>): boolean =>
  keptSinceMs <= fromMs - (toMs - fromMs)
