import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { renderHook, waitFor } from '@testing-library/react'
import type { ReactNode } from 'react'
import { afterEach, expect, it, vi } from 'vitest'

import { chat } from '../../../testing/world'
import { useWaiting } from './use-waiting'

afterEach(() => {
  vi.unstubAllGlobals()
})

it('a page that cannot be fetched is not asked for without end', async () => {
  let asked = 0
  vi.stubGlobal('fetch', (request: Request) => {
    if (!new URL(request.url).searchParams.has('cursor')) {
      return Promise.resolve(Response.json({ items: [chat({ id: 'ana', waitingSinceMs: 1 })], nextCursor: 'on' }))
    }
    asked++
    const refusal = Response.json({ code: 'storage_damaged', status: 500 }, { status: 500 })
    // An answer takes its time, in which the page shows that it asks.
    return new Promise((resolve) => setTimeout(() => resolve(refusal), 20))
  })
  const client = new QueryClient({ defaultOptions: { queries: { retry: false, staleTime: Infinity } } })
  const given = { tenantId: 't', openChatId: undefined, onOpen: () => undefined, onLeave: () => undefined }
  const wrapper = ({ children }: { children: ReactNode }) => <QueryClientProvider client={client}>{children}</QueryClientProvider>
  const { result } = renderHook(() => useWaiting(given), { wrapper })
  await waitFor(() => expect(asked).toBe(1))
  await expect(waitFor(() => expect(asked).toBeGreaterThan(1), { timeout: 300 })).rejects.toThrow()
  expect(result.current.waiting).toHaveLength(1)
})
