import { type InfiniteData, QueryClient, QueryObserver } from '@tanstack/react-query'
import { describe, expect, it, vi } from 'vitest'

import { access, session, tenant } from '../testing/world'
import { adminKeys, newestFirst } from './admin'
import { putAccess, putTenant } from './live-admin'
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

describe('news of how the server is reached', () => {
  const named = access({ addresses: [{ url: 'http://portaria.local:3001', reach: 'lan', check: null, lastVisitAtMs: null }] })
  it('are shown, and links that begin otherwise now are read again', () => {
    const client = new QueryClient()
    client.setQueryData(adminKeys.access, access())
    client.setQueryData(adminKeys.link('1'), {})
    putAccess(client, { ...access(), isChecking: true })
    expect(client.getQueryState(adminKeys.link('1'))?.isInvalidated, 'a check changes no link').toBe(false)
    putAccess(client, named)
    expect(client.getQueryData(adminKeys.access)).toEqual(named)
    expect(client.getQueryState(adminKeys.link('1'))?.isInvalidated).toBe(true)
  })

  it('outlast an answer that was on its way and did not know them', async () => {
    const client = new QueryClient()
    const answers = [access(), named]
    const arrive: (() => void)[] = []
    const queryFn = () => new Promise<unknown>((resolve) => arrive.push(() => resolve(answers.shift())))
    const observer = new QueryObserver(client, { queryKey: adminKeys.access, queryFn })
    const leave = observer.subscribe(() => undefined)
    putAccess(client, named)
    arrive.shift()?.()
    await vi.waitFor(() => expect(arrive).toHaveLength(1))
    arrive.shift()?.()
    await vi.waitFor(() => expect(client.getQueryData(adminKeys.access)).toEqual(named))
    expect(client.isFetching()).toBe(0)
    leave()
  })
})
