import { describe, expect, it } from 'vitest'

import { longestWaitMs, minuteMs } from '../lib/now'
import { askAgainInMs } from './hours'

describe('whether it is open', () => {
  it('is asked again shortly after it changes, and by a clock that is ahead once a minute', () => {
    expect(askAgainInMs(90_000, 60_000)).toBe(31_000)
    expect([60_000, 59_999, 0].map((changesAtMs) => askAgainInMs(changesAtMs, 60_000))).toEqual([minuteMs, minuteMs, minuteMs])
    expect(askAgainInMs(Number.MAX_SAFE_INTEGER, 0)).toBe(longestWaitMs)
  })
})
