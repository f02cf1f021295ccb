import { type InfiniteData, QueryClient } from '@tanstack/react-query'
import { describe, expect, it } from 'vitest'

import { session, tenant } from '../testing/world'
import { adminKeys, newestFirst } from './admin'
import { putTenant } from './live-admin'
import type { TenantList } from './types'

describe('a tenant that changed', () => {
  it('changes in each list that shows it, and a filtered list is read again', () => {
    const client = new QueryClient()
    const all = adminKeys.list({ search: '', status: null, ...newestFirst })
    const connected = adminKeys.list({ search: '', status: 'connected', ...newestFirst })
    const shown = { pages: [{ items: [tenant()], nextCursor: null, total: 1 }], pageParams: [null] }
    for (const key of [all, connected]) client.setQueryData(key, shown)
    putTenant(client, tenant({ session: session({ status: 'stopped' }) }))
    expect(client.getQueryData<InfiniteData<TenantList>>(all)?.pages[0]?.items[0]?.session.status).toBe('stopped')
    expect(client.getQueryState(connected)?.isInvalidated).toBe(true)
    expect(client.getQueryState(all)?.isInvalidated).toBe(false)
  })
})
