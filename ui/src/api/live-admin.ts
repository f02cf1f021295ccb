// News of the provider's socket, into the query cache.
import type { Query, QueryClient, QueryKey } from '@tanstack/react-query'

import { adminActions, adminKeys, type TenantFilter } from './admin'
import { mapItems, type Pages } from './pages'
import { openSocket } from './socket'
import type { Access, ProviderEvent, Settings, Tenant, TenantList } from './types'

export function followAdmin(client: QueryClient, onLoggedOut: () => void): () => void {
  return openSocket<ProviderEvent>({
    ticket: adminActions.socketTicket,
    on: {
      tenant: (tenant) => putTenant(client, tenant),
      access: (access) => putAccess(client, access),
      settings: (settings) => client.setQueryData<Settings>(adminKeys.settings, settings),
    },
    onOpen: () => void client.invalidateQueries({ queryKey: ['admin'] }),
    onLoggedOut,
  })
}

/** A tenant as it is now: into its page and every list that shows it. */
export function putTenant(client: QueryClient, tenant: Tenant): void {
  client.setQueryData(adminKeys.tenant(tenant.id), tenant)
  for (const [key, pages] of client.getQueriesData<Pages<TenantList>>({ queryKey: adminKeys.lists })) {
    if (!pages) continue
    const isShown = pages.pages.some((page) => page.items.some((item) => item.id === tenant.id))
    if (isShown)
      client.setQueryData(
        key,
        mapItems(pages, (item) => (item.id === tenant.id ? tenant : item)),
      )
    const filter = key[2] as Partial<TenantFilter>
    const isMoving = Boolean(filter.status) || filter.sort === 'status' || filter.sort === 'since'
    // It may have entered or left what this list shows, or stand elsewhere in it.
    if (!isShown || isMoving || isAsked(client, key)) askAgain(client, key)
  }
  askAgain(client, adminKeys.overview)
}

/** From where the server is reached now; links that begin with another address are asked for anew. */
export function putAccess(client: QueryClient, access: Access): void {
  const before = client.getQueryData<Access>(adminKeys.access)
  const isAskedFor = isAsked(client, adminKeys.access)
  client.setQueryData(adminKeys.access, access)
  if (isAskedFor) askAgain(client, adminKeys.access)
  if (before && begins(before) !== begins(access)) void client.invalidateQueries({ queryKey: adminKeys.links })
}

const begins = ({ addresses }: Access) => addresses.map(({ url }) => url).join(' ')
const isAsked = (client: QueryClient, key: QueryKey) => client.getQueryState(key)?.fetchStatus === 'fetching'
const askedAgain = new WeakSet<Query>()

/** Asks anew. An answer that is already on its way may not know the news, so then it is asked once more after it. */
function askAgain(client: QueryClient, key: QueryKey): void {
  const query = client.getQueryCache().find({ queryKey: key, exact: true })
  if (!query || askedAgain.has(query)) return
  const ask = () => {
    askedAgain.delete(query)
    void client.invalidateQueries({ queryKey: key, exact: true })
  }
  if (query.state.fetchStatus !== 'fetching') return ask()
  askedAgain.add(query)
  void query.promise?.then(ask, ask)
}
