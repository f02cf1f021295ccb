import { expect, test } from 'vitest'

import { chat } from '../../../testing/world'
import { nextWaiting, waitingOf } from './waiting'

const at = (id: string, lastActivityMs: number, waitingSinceMs: number | null = lastActivityMs) =>
  chat({ id, lastActivityMs, waitingSinceMs })
const [ana, bia, caio] = [at('ana', 30), at('bia', 20), at('caio', 10)]
const waiting = [ana, bia, caio]

test('who waits is counted, and the oldest of all is said, wherever it stands', () => {
  expect(waitingOf([at('a', 30, 5), at('b', 20, 15), at('c', 10, null)])).toEqual({ count: 2, sinceMs: 5 })
  expect(waitingOf([])).toEqual({ count: 0, sinceMs: null })
})

test('the next is below, the one before above, and the ends meet', () => {
  expect(nextWaiting(waiting, undefined, 1)).toBe(ana)
  expect(nextWaiting(waiting, undefined, -1)).toBe(caio)
  expect(nextWaiting(waiting, ana, 1)).toBe(bia)
  expect(nextWaiting(waiting, caio, -1)).toBe(bia)
  expect(nextWaiting(waiting, caio, 1)).toBe(ana)
  expect(nextWaiting(waiting, ana, -1)).toBe(caio)
  expect(nextWaiting([ana], ana, 1), 'nobody else waits').toBeUndefined()
})

test('from a chat that was answered it goes on where that stands', () => {
  const answered = at('x', 25, null)
  expect(nextWaiting(waiting, answered, 1)).toBe(bia)
  expect(nextWaiting(waiting, answered, -1)).toBe(ana)
})
