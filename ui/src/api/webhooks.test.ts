import { describe, expect, it } from 'vitest'

import type { Pages } from './pages'
import type { DeliveryPage, WebhookDelivery } from './types'
import { withNewest } from './webhooks'

const delivery = (sequence: number, state: WebhookDelivery['state'] = 'delivered'): WebhookDelivery => ({
  id: `d${sequence}`,
  sequence,
  type: 'message.received',
  eventAtMs: sequence,
  state,
  failure: null,
  attempts: 1,
  nextAtMs: null,
  endedAtMs: null,
  lastAttempt: null,
})
const page = (sequences: readonly number[], nextCursor: string | null): DeliveryPage => ({
  items: sequences.map((sequence) => delivery(sequence)),
  nextCursor,
})
const known: Pages<DeliveryPage> = { pages: [page([9, 8, 7], '7'), page([6, 5, 4], '4')], pageParams: [null, '7'] }
const shown = ({ pages }: Pages<DeliveryPage>) => pages.map(({ items, nextCursor }) => [items.map(({ sequence }) => sequence), nextCursor])

describe('a log whose first page was read anew', () => {
  it('goes on below it, without what is gone and with what is new', () => {
    const newest = { ...page([11, 10, 9, 7], '7'), items: [11, 10, 9, 7].map((sequence) => delivery(sequence, 'failed')) }
    const merged = withNewest(known, newest)
    expect(shown(merged)).toEqual([
      [[11, 10, 9, 7], '7'],
      [[6, 5, 4], '4'],
    ])
    expect(merged.pages[0]?.items.every(({ state }) => state === 'failed')).toBe(true)
    expect(shown(withNewest(known, page([10, 9, 8], '8')))).toEqual([
      [[10, 9, 8, 7], '7'],
      [[6, 5, 4], '4'],
    ])
  })

  it('is that page alone where the two do not meet, or nothing lies below it', () => {
    for (const newest of [page([20, 19, 18], '18'), page([9, 5, 3], '3'), page([9, 8], null), page([], null)])
      expect(withNewest(known, newest)).toEqual({ pages: [newest], pageParams: [null] })
  })
})
