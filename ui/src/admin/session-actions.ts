import { useMutation, useQueryClient } from '@tanstack/react-query'

import { adminActions, adminKeys } from '../api/admin'
import { putTenant } from '../api/live'
import type { Tenant } from '../api/types'

/** Starts, stops or pauses a tenant's session, and shows the answer at once. */
export function useSessionAction(tenant: Tenant) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (kind: 'start' | 'stop' | 'pause') => adminActions[kind](tenant.id),
    onSuccess: (session) => {
      const known = client.getQueryData<Tenant>(adminKeys.tenant(tenant.id)) ?? tenant
      putTenant(client, { ...known, session })
    },
  })
}
