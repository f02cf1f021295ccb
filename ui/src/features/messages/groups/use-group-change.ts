import { useMutation, useQueryClient } from '@tanstack/react-query'

import { noticeChange } from '../../../api/chat-events'
import { tenantKeys } from '../../../api/tenant'

/** Does something with a group, and has what follows from it read again. */
export function useGroupChange<T>(tenantId: string, chatId: string, onDone: (done: T) => void = () => undefined) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (ask: () => Promise<T>) => ask(),
    onSuccess: (done) => {
      for (const key of [
        tenantKeys.participants(tenantId, chatId),
        tenantKeys.chat(tenantId, chatId),
        tenantKeys.joinRequests(tenantId, chatId),
      ])
        void client.invalidateQueries({ queryKey: key })
      noticeChange(client, tenantId, chatId)
      onDone(done)
    },
  })
}
