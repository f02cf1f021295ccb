import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useMemo } from 'react'

import type { Outgoing } from '../../api/tenant'
import { senderOf } from './sender'

/** Sends texts into a chat. Each is shown at once. */
export function useSending(tenantId: string, chatId: string) {
  const client = useQueryClient()
  return useMemo(() => {
    const sender = senderOf(client, tenantId)
    return {
      send: (text: string) => sender.send(chatId, text),
      sendAgain: (one: Outgoing) => sender.sendAgain(chatId, one.key),
      discard: (one: Outgoing) => sender.discard(chatId, one.key),
    }
  }, [client, tenantId, chatId])
}

/** Sends what waits in any chat, for as long as the panel is open. */
export function useOutgoing(tenantId: string): void {
  const client = useQueryClient()
  useEffect(() => senderOf(client, tenantId).start(), [client, tenantId])
}
