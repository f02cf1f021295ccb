import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { fireEvent, render, screen } from '@testing-library/react'
import { afterEach, expect, it, vi } from 'vitest'

import { tenantKeys } from '../../api/tenant'
import type { Portal } from '../../api/types'
import { portal, session, tenantId } from '../../testing/world'
import { NumberAsked } from './NumberAsked'

afterEach(() => vi.unstubAllGlobals())

it('whoever says that the number is right goes on with its account, before the server is asked again', async () => {
  const account = { pn: '5511900000007@s.whatsapp.net', lid: null, pushName: 'Padaria Sol', isShared: false } // invented
  const asked = portal({ session: session({ status: 'stopped', cause: 'unexpected_number' }), unexpectedAccount: account })
  const now = session({ status: 'starting' })
  vi.stubGlobal('fetch', ({ method }: Request) =>
    method === 'POST' ? Promise.resolve(Response.json(now)) : Promise.reject(new TypeError('Failed to fetch')),
  )
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } })
  const known = () => client.getQueryData<Portal>(tenantKeys.portal(tenantId))
  client.setQueryData(tenantKeys.portal(tenantId), asked)
  render(
    <QueryClientProvider client={client}>
      <NumberAsked portal={asked} />
    </QueryClientProvider>,
  )
  fireEvent.click(screen.getByRole('button', { name: 'Sim, é este' }))
  await vi.waitFor(() => expect(known()?.session).toEqual(now))
  expect(known()).toMatchObject({ account, unexpectedAccount: null })
  client.clear()
})
