import { useParams, useSearch } from '@tanstack/react-router'

import type { TenantsSearch } from './tenants-search'

/** What the address says of the list. The types of routes are per project, and this project has two routers. */
export function useTenantsSearch(): TenantsSearch {
  return useSearch({ strict: false })
}

/** Which tenant the address names. */
export function useTenantId(): string {
  const params: { tenantId?: string } = useParams({ strict: false })
  return params.tenantId ?? ''
}
