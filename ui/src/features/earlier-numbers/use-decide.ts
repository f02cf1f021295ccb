import { useMutation, useQueryClient } from '@tanstack/react-query'

import { decideAboutChats, earlierKeys } from '../../api/earlier-accounts'
import type { EarlierAccount } from '../../api/types'

/** Decides about the chats of a number that was linked before; the answer is shown at once, and news go on from it. */
export function useDecide(tenantId: string, accountId: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (continues: boolean) => decideAboutChats(tenantId, accountId, continues),
    onSuccess: (now) =>
      client.setQueryData<EarlierAccount[]>(earlierKeys.all(tenantId), (all) => all?.map((one) => (one.id === now.id ? now : one))),
    // Somebody may have decided elsewhere.
    onError: () => client.invalidateQueries({ queryKey: earlierKeys.all(tenantId) }),
  })
}
