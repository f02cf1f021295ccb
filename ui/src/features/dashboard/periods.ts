import { startOfDay } from '../../lib/dates'

export const periods = ['today', '7', '30', '90'] as const
export type Period = (typeof periods)[number]

/** The one that an address names; a week where it names none. */
export const periodOf = (name: string | undefined): Period => periods.find((period) => period === name) ?? '7'

/** How many days of the reader's calendar a period has, with today. */
export const daysOf = (period: Period): number => (period === 'today' ? 1 : Number(period))

/** Midnight, `days` days after that of `atMs`: by the calendar, because a day of a clock change has 23 or 25 hours. */
export function midnight(atMs: number, days: number): number {
  const date = new Date(startOfDay(atMs))
  date.setDate(date.getDate() + days)
  return startOfDay(date.getTime())
}

/** Where a period that ends now begins. */
export const beginningOf = (period: Period, nowMs: number): number => midnight(nowMs, 1 - daysOf(period))
