import { QueryClient } from '@tanstack/react-query'
import { afterEach, expect, it, vi } from 'vitest'

import { scheduled, storedMessage } from './outbox'

const tenantId = 't'
const client = () => new QueryClient({ defaultOptions: { queries: { retry: false } } })
afterEach(() => {
  vi.unstubAllGlobals()
})

const waits = (id: string, nextAtMs: number | null) => ({ id, chatId: 'c', state: nextAtMs === null ? 'failed' : 'scheduled', nextAtMs })

it('what waits is read page by page, and only what has an hour is given, the next first', async () => {
  vi.stubGlobal('fetch', (request: Request) => {
    const isSecond = new URL(request.url).searchParams.get('cursor') === 'on'
    return Promise.resolve(
      Response.json(
        isSecond ? { items: [waits('b', 1), waits('x', null)], nextCursor: null } : { items: [waits('a', 2)], nextCursor: 'on' },
      ),
    )
  })
  const all = await client().fetchQuery(scheduled(tenantId))
  expect(all.map(({ id }) => id)).toEqual(['b', 'a'])
})

it('whoever leaves ends the reading, however many pages there are', async () => {
  const signals: AbortSignal[] = []
  const queries = client()
  vi.stubGlobal('fetch', (request: Request) => {
    signals.push(request.signal)
    if (signals.length === 3) void queries.cancelQueries()
    if (request.signal.aborted) return Promise.reject(new Error('aborted'))
    return Promise.resolve(Response.json({ items: [], nextCursor: signals.length < 20 ? 'on' : null }))
  })
  await expect(queries.fetchQuery(scheduled(tenantId))).rejects.toThrow()
  await vi.waitFor(() => expect(signals.at(-1)?.aborted).toBe(true))
  expect(signals.length).toBeLessThanOrEqual(4)
})

it('around what is no message there is none, and another failure is said', async () => {
  const answer = vi.fn<() => Response>()
  vi.stubGlobal('fetch', () => Promise.resolve(answer()))
  answer.mockReturnValue(Response.json({ code: 'not_found', status: 404 }, { status: 404 }))
  expect(await client().fetchQuery(storedMessage(tenantId, 'c', 'm'))).toBeNull()
  answer.mockReturnValue(Response.json({ code: 'internal', status: 500 }, { status: 500 }))
  await expect(client().fetchQuery(storedMessage(tenantId, 'c', 'm'))).rejects.toThrow()
})
