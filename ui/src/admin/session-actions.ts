import { useMutation, useMutationState, useQueryClient } from '@tanstack/react-query'

import { adminActions, adminKeys } from '../api/admin'
import { putTenant } from '../api/live-admin'
import type { Tenant } from '../api/types'
import type { Asked } from '../features/session/session-words'

type Action = Exclude<Asked, 'unlink'>

const actionKey = (tenantId: string) => ['session-action', tenantId]

/** Starts, stops or pauses a tenant's session, and shows the answer at once. */
export function useSessionAction(tenant: Tenant) {
  const client = useQueryClient()
  return useMutation({
    mutationKey: actionKey(tenant.id),
    mutationFn: (kind: Action) => adminActions[kind](tenant.id),
    onSuccess: (session) => {
      const known = client.getQueryData<Tenant>(adminKeys.tenant(tenant.id)) ?? tenant
      putTenant(client, { ...known, session })
    },
  })
}

/** Says whether the phone that scanned a tenant's code is the right one. */
export function useConfirmNumber(tenant: Tenant) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (isRight: boolean) => adminActions.confirmNumber(tenant.id, isRight),
    onSettled: () => client.invalidateQueries({ queryKey: adminKeys.tenant(tenant.id) }),
  })
}

/** What was asked of a tenant's session and is not answered yet, whichever button asked. */
export function useAsked(tenantId: string): Action | undefined {
  const pending = useMutationState({
    filters: { mutationKey: actionKey(tenantId), status: 'pending' },
    select: ({ state }) => state.variables as Action,
  })
  return pending.at(-1)
}
