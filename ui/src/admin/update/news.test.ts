import { describe, expect, it } from 'vitest'

import { update } from '../../testing/update'
import { newsOf } from './news'

describe('a newer version', () => {
  const now = 1_800_000_000_000
  const newer = update('deb', now)

  it('is told across the panel', () => {
    expect(newsOf(newer, now)).toBe('0.2.0')
  })

  it('is not told while it is postponed, on its way, or when it did not start', () => {
    if (newer.offer?.kind !== 'newer') throw new Error('it is newer')
    const postponed = { ...newer, offer: { ...newer.offer, postponedUntilMs: now + 1 } }
    expect(newsOf(postponed, now)).toBeUndefined()
    expect(newsOf(postponed, now + 2)).toBe('0.2.0')
    expect(newsOf({ ...newer, step: { kind: 'installing' } }, now)).toBeUndefined()
    const tried = { from: '0.1.0', to: '0.2.0', atMs: now, outcome: 'put_back' as const }
    expect(newsOf({ ...newer, tried }, now)).toBeUndefined()
    expect(newsOf({ ...newer, tried: { ...tried, to: '0.1.9' } }, now)).toBe('0.2.0')
  })

  it('is one that is offered', () => {
    expect(newsOf({ ...newer, offer: { kind: 'same' } }, now)).toBeUndefined()
    expect(newsOf({ ...newer, offer: null }, now)).toBeUndefined()
  })
})
