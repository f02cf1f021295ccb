import { InfiniteQueryObserver, QueryClient } from '@tanstack/react-query'
import { afterEach, describe, expect, it, vi } from 'vitest'

import { tenantId } from '../testing/world'
import type { Pages } from './pages'
import type { DeliveryPage, WebhookDelivery } from './types'
import { deliveries, newestDeliveries, withNewest, withPage } from './webhooks'

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
const shown = ({ pages }: Pick<Pages<DeliveryPage>, 'pages'>) =>
  pages.map(({ items, nextCursor }) => [items.map(({ sequence }) => sequence), nextCursor])

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

describe('a log of which one page was read anew', () => {
  const states = (log: Pages<DeliveryPage>) => log.pages.map(({ items }) => items.map(({ sequence, state }) => `${sequence} ${state}`))

  it('has its rows as they are now, and no other page changes', () => {
    const anew = { ...page([6, 5, 4], '4'), items: [6, 5, 4].map((sequence) => delivery(sequence, 'failed')) }
    expect(states(withPage(known, '7', anew))).toEqual([states(known)[0], ['6 failed', '5 failed', '4 failed']])
    expect(withPage(known, 'gone', anew)).toEqual(known)
  })

  it('is without those that are of another state by now, and takes none twice', () => {
    const waiting: Pages<DeliveryPage> = { ...known, pages: [...known.pages, page([3, 2], null)], pageParams: [null, '7', '4'] }
    expect(shown(withPage(waiting, '7', page([6, 3, 2], '2')))).toEqual([
      [[9, 8, 7], '7'],
      [[6], '4'],
      [[3, 2], null],
    ])
    expect(shown(withPage(waiting, '4', page([], null)))[2]).toEqual([[], null])
  })
})

describe('a log that is looked at', () => {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } })
  const log = deliveries(tenantId, 'w1')
  const look = () => new InfiniteQueryObserver(client, log)
  const readNewest = () => client.fetchQuery({ ...newestDeliveries(client, tenantId, 'w1'), staleTime: 0 })
  /** Answers for the first page, and for a further one; none of what does not come. */
  const answers = (first: DeliveryPage | undefined, further: DeliveryPage | undefined) =>
    vi.stubGlobal('fetch', ({ url }: Request) => {
      const page = url.includes('cursor=') ? further : first
      return page ? Promise.resolve(Response.json(page)) : Promise.reject(new TypeError('Failed to fetch'))
    })
  afterEach(() => {
    client.clear()
    vi.unstubAllGlobals()
  })

  it('still says that a further page did not come when its first one was read anew, until that came', async () => {
    const observer = look()
    const leave = observer.subscribe(() => undefined)
    answers(page([9, 8, 7], '7'), undefined)
    await vi.waitFor(() => expect(observer.getCurrentResult().isSuccess).toBe(true))
    await observer.fetchNextPage()
    answers(page([10, 9, 8], '8'), page([6, 5, 4], null))
    await readNewest()
    expect(observer.getCurrentResult()).toMatchObject({ isFetchNextPageError: true })
    await observer.fetchNextPage()
    await readNewest()
    const { data, isFetchNextPageError } = observer.getCurrentResult()
    expect([data && shown(data), isFetchNextPageError]).toEqual([
      [
        [[10, 9, 8, 7], '7'],
        [[6, 5, 4], null],
      ],
      false,
    ])
    leave()
  })

  it('is there as soon as its first page comes, and read from its beginning by whoever comes back', async () => {
    answers(undefined, undefined)
    const observer = look()
    const leave = observer.subscribe(() => undefined)
    await vi.waitFor(() => expect(observer.getCurrentResult().isError).toBe(true))
    answers(page([9, 8, 7], null), undefined)
    await readNewest()
    const { data, isError } = observer.getCurrentResult()
    expect([data && shown(data), isError]).toEqual([[[[9, 8, 7], null]], false])
    leave()
    await vi.waitFor(() => expect(client.getQueryState(log.queryKey)).toBeUndefined())
    await readNewest()
    expect(client.getQueryState(log.queryKey), 'nobody looks at it').toBeUndefined()
    answers(page([10], null), undefined)
    const again = look()
    const leaveAgain = again.subscribe(() => undefined)
    await vi.waitFor(() => expect(again.getCurrentResult().data?.pages[0]?.items).toHaveLength(1))
    leaveAgain()
  })
})
