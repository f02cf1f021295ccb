import { expect, it } from 'vitest'

import { barsOf, compared, isComparable, levelOf, partOf, weekOf } from './figures'
import { beginningOf, midnight, periodOf } from './periods'

const at = (day: number, hour: number, minute = 0) => new Date(2026, 4, day, hour, minute).getTime()
const hour = (atMs: number, received: number, sent = 0) => ({ atMs, received, sent })

it('a period begins at midnight of the reader, so many days of the calendar ago', () => {
  expect(beginningOf('today', at(12, 15))).toBe(at(12, 0))
  expect(beginningOf('7', at(12, 15))).toBe(at(6, 0))
  expect(midnight(at(12, 15), 1)).toBe(at(13, 0))
  expect([periodOf('30'), periodOf('1000'), periodOf(undefined)]).toEqual(['30', '7', '7'])
})

it('days are the reader’s, and stand there also when nothing was', () => {
  const bars = barsOf([hour(at(6, 0), 1), hour(at(6, 23), 2, 5), hour(at(8, 9), 4)], at(6, 0), 3)
  expect(bars.map(({ atMs, received, sent }) => [atMs, received, sent])).toEqual([
    [at(6, 0), 3, 5],
    [at(7, 0), 0, 0],
    [at(8, 0), 4, 0],
  ])
  expect(
    barsOf([hour(at(5, 23), 9)], at(6, 0), 1).every(({ received }) => received === 0),
    'the day before',
  ).toBe(true)
})

it('a day has its hours, and an hour beside UTC’s belongs to the one in which it begins', () => {
  const bars = barsOf([hour(at(6, 9, 30), 2), hour(at(6, 9), 1)], at(6, 0), 1)
  expect(bars).toHaveLength(24)
  expect(bars[9]).toEqual({ atMs: at(6, 9), received: 3, sent: 0 })
})

it('the week begins on Monday and counts what came', () => {
  // 11 May 2026 is a Monday.
  const week = weekOf([hour(at(11, 14), 2, 9), hour(at(18, 14), 3), hour(at(17, 0), 1)])
  expect(week[0]?.[14]).toBe(5)
  expect(week[6]?.[0]).toBe(1)
  expect(week.flat().reduce((sum, count) => sum + count, 0)).toBe(6)
})

it('a cell is darker the more came, and one message is seen', () => {
  expect([0, 1, 25, 26, 100].map((count) => levelOf(count, 100))).toEqual([0, 1, 1, 2, 4])
  expect(levelOf(0, 0)).toBe(0)
})

it('more, less, the same, and what was not there before', () => {
  expect(compared(12, 10)).toEqual({ way: 'more', by: 0.2 })
  expect(compared(5, 10)).toEqual({ way: 'less', by: 0.5 })
  expect(compared(0, 0)).toEqual({ way: 'same' })
  expect(compared(1_001, 1_000)).toEqual({ way: 'same' })
  expect(compared(3, 0)).toEqual({ way: 'new' })
})

it('nothing is compared with a time of which there are no figures, and nothing is a part of nothing', () => {
  const span = { fromMs: 1_000, toMs: 2_000 }
  expect(isComparable({ ...span, keptSinceMs: 0 })).toBe(true)
  expect(isComparable({ ...span, keptSinceMs: 1 })).toBe(false)
  expect([partOf(1, 0), partOf(1, 4), partOf(5, 4)]).toEqual([null, 0.25, 1])
})
