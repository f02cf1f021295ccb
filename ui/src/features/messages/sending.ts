import { useQueryClient } from '@tanstack/react-query'
import { useMemo } from 'react'

import { putMessage } from '../../api/live'
import { type Outgoing, tenantActions, tenantKeys } from '../../api/tenant'
import type { SentMessage } from '../../api/types'

/** An Idempotency-Key. `crypto.randomUUID` is not there without HTTPS, as in a home network. */
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** Sends texts into a chat. Each is shown at once, and the same key makes each try the same message. */
export function useSending(tenantId: string, chatId: string) {
  const client = useQueryClient()
  return useMemo(() => {
    const key = tenantKeys.outgoing(tenantId, chatId)
    const change = (edit: (waiting: Outgoing[]) => Outgoing[]) => client.setQueryData<Outgoing[]>(key, (waiting = []) => edit(waiting))
    const settle = (id: string) => change((waiting) => waiting.filter((one) => one.key !== id))

    const post = async (one: Outgoing) => {
      try {
        const sent = await tenantActions.sendToChat(tenantId, chatId, one.text, one.key)
        settle(one.key)
        // The socket may have brought it already, further on than this answer says.
        if (!isShown(sent)) putMessage(client, tenantId, sent.message)
      } catch {
        change((waiting) => waiting.map((w) => (w.key === one.key ? { ...w, state: 'unsent' } : w)))
      }
    }
    const isShown = (sent: SentMessage) => {
      const pages = client.getQueryData<{ pages: { items: { id: string; fromMe: boolean }[] }[] }>(tenantKeys.messages(tenantId, chatId))
      return pages?.pages.some((page) => page.items.some((item) => item.id === sent.id && item.fromMe)) ?? false
    }
    return {
      send: (text: string) => {
        const one: Outgoing = { key: newKey(), text, atMs: Date.now(), state: 'sending' }
        change((waiting) => [...waiting, one])
        void post(one)
      },
      retry: (one: Outgoing) => {
        change((waiting) => waiting.map((w) => (w.key === one.key ? { ...w, state: 'sending' } : w)))
        void post(one)
      },
      discard: (one: Outgoing) => settle(one.key),
    }
  }, [client, tenantId, chatId])
}
