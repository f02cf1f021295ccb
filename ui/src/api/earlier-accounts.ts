// Numbers that were linked before, and what becomes of their chats. News keep it fresh.
import { queryOptions } from '@tanstack/react-query'

import { answer, http } from './http'

export const earlierKeys = {
  all: (tenantId: string) => ['earlier-accounts', tenantId] as const,
}

export const earlierAccounts = (tenantId: string) =>
  queryOptions({
    queryKey: earlierKeys.all(tenantId),
    queryFn: () => answer(http.GET('/api/whatsapp/{tenantId}/earlier-accounts', { params: { path: { tenantId } } })),
    staleTime: Infinity,
  })

/** Whether the chats of a number that was linked before go on from the number that is linked now. */
export const decideAboutChats = (tenantId: string, accountId: string, continues: boolean) =>
  answer(
    http.POST('/api/whatsapp/{tenantId}/earlier-accounts/{accountId}', {
      params: { path: { tenantId, accountId } },
      body: { continues },
    }),
  )
