import { act, renderHook } from '@testing-library/react'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'

import { minuteMs, useNow } from './now'

beforeEach(() => {
  vi.useFakeTimers({ now: 10 * minuteMs + 30_000 })
})
afterEach(() => {
  vi.useRealTimers()
})

it('who asks each minute is drawn anew only when one begins', () => {
  let [seconds, minutes] = [0, 0]
  const followed = renderHook(() => {
    seconds++
    return useNow()
  })
  const rare = renderHook(() => {
    minutes++
    return useNow(minuteMs)
  })
  const before = [seconds, minutes]
  act(() => {
    vi.advanceTimersByTime(20_000)
  })
  expect(rare.result.current).toBe(10 * minuteMs)
  expect(minutes).toBe(before[1])
  expect(seconds).toBeGreaterThan(before[0] ?? 0)
  act(() => {
    vi.advanceTimersByTime(10_000)
  })
  expect(rare.result.current).toBe(11 * minuteMs)
  expect(followed.result.current).toBe(11 * minuteMs)
})
