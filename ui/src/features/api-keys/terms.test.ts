import { describe, expect, it } from 'vitest'

import { Trouble } from '../../api/problem'
import type { ProblemBody } from '../../api/types'
import { endOf, linesOf, presetOf, refusedLines } from './terms'

const noon = new Date(2026, 10, 30, 12).getTime()

describe('when a key ends', () => {
  it('is the last moment of a day', () => {
    expect(endOf('never', '', noon)).toBeNull()
    expect(endOf('month', '', noon)).toBe(new Date(2026, 11, 30, 23, 59, 59, 999).getTime())
    expect(endOf('quarter', '', noon)).toBe(new Date(2027, 1, 28, 23, 59, 59, 999).getTime())
    expect(endOf('date', '2026-11-30', noon), 'today, until midnight').toBe(new Date(2026, 10, 30, 23, 59, 59, 999).getTime())
  })

  it('is asked for where no day was said, or one that is over', () => {
    for (const date of ['', '2026-11-29', '2026-11', 'x']) expect(endOf('date', date, noon), date).toBeUndefined()
  })
})

describe('what a key may do', () => {
  it('is shown in one word where there is one', () => {
    expect(presetOf('tenant', ['control', 'media', 'read', 'send'])).toBe('all')
    expect(presetOf('tenant', ['read'])).toBe('read')
    expect(presetOf('tenant', ['media', 'read'])).toBe('read')
    expect(presetOf('tenant', ['read', 'send'])).toBe('own')
    expect(presetOf('tenant', ['media'])).toBe('own')
  })

  it('of the provider is the same with and without what is secret, and for keys from before', () => {
    expect(presetOf('provider', ['read', 'send', 'control', 'media'])).toBe('all')
    expect(presetOf('provider', ['read', 'control', 'secrets'])).toBe('all')
    expect(presetOf('provider', ['read', 'secrets'])).toBe('read')
  })
})

describe('the lines of addresses', () => {
  const text = '203.0.113.7\n\n  10.0.0.0/8 \nloja\n'
  it('are what stands in them', () => {
    expect(linesOf(text)).toEqual(['203.0.113.7', '10.0.0.0/8', 'loja'])
    expect(linesOf(' \n')).toEqual([])
  })

  it('are named as they are counted in the field', () => {
    const errors = [{ field: 'allowedAddresses.2', code: 'invalid', detail: '' }]
    const trouble = new Trouble('validation_failed', { code: 'validation_failed', errors } as ProblemBody)
    expect(refusedLines(text, trouble)).toEqual([4])
    expect(refusedLines(text, undefined)).toEqual([])
  })
})
