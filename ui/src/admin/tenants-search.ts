import { newestFirst, type TenantOrder, tenantSorts } from '../api/admin'
import type { SessionStatus } from '../api/types'
import { sessionWords } from '../features/session/session-words'

/** What the address says of the list. */
export interface TenantsSearch {
  search?: string
  status?: SessionStatus
  sort?: TenantOrder['sort']
  order?: TenantOrder['order']
}

export function readTenantsSearch(raw: Record<string, unknown>): TenantsSearch {
  const status = sessionWords.find((word) => word === raw.status)
  const sort = tenantSorts.find((word) => word === raw.sort)
  return {
    ...(typeof raw.search === 'string' && raw.search !== '' ? { search: raw.search.slice(0, 100) } : {}),
    ...(status ? { status } : {}),
    ...(sort ? inAddress({ sort, order: raw.order === 'desc' ? 'desc' : 'asc' }) : {}),
  }
}

/** The order that is usual is not spelt out. */
export function inAddress({ sort, order }: TenantOrder): Pick<TenantsSearch, 'sort' | 'order'> {
  return sort === newestFirst.sort && order === newestFirst.order ? {} : { sort, order }
}

export function orderOf({ sort, order }: TenantsSearch): TenantOrder {
  return sort ? { sort, order: order ?? 'asc' } : newestFirst
}
