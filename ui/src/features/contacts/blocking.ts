import { useMutation, useQueryClient } from '@tanstack/react-query'

import { contactActions, contactKeys } from '../../api/contacts'

/** Blocks somebody, or lets them through again, by either address; lists show it from then on. */
export function useBlocking(tenantId: string, onDone: () => void = () => undefined) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ party, isBlocked }: { party: string; isBlocked: boolean }) => contactActions.block(tenantId, party, isBlocked),
    onSuccess: (list) => {
      onDone()
      client.setQueryData(contactKeys.blocked(tenantId), list)
      return client.invalidateQueries({ queryKey: contactKeys.all(tenantId) })
    },
  })
}
