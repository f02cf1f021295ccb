// What can be said about messages that are there, and asked of them.
import { queryOptions } from '@tanstack/react-query'

import { answer, http } from './http'
import { lostAfterMs, type SentWith, tenantKeys } from './tenant'
import type { Draft } from './types'

/** How far an own message has come with each person. */
export const receipts = (tenantId: string, chatId: string, messageId: string) =>
  queryOptions({
    queryKey: tenantKeys.receipts(tenantId, chatId, messageId),
    queryFn: () => {
      const path = { tenantId, chatId, messageId }
      return answer(http.GET('/api/whatsapp/{tenantId}/chats/{chatId}/messages/{messageId}/receipts', { params: { path } }))
    },
    staleTime: 0,
    refetchInterval: 4_000,
  })

/** Who is in a group, owners and admins first; nobody in a chat of two. */
export const participants = (tenantId: string, chatId: string) =>
  queryOptions({
    queryKey: tenantKeys.participants(tenantId, chatId),
    queryFn: () => answer(http.GET('/api/whatsapp/{tenantId}/chats/{chatId}/participants', { params: { path: { tenantId, chatId } } })),
    staleTime: 60_000,
  })

export const actingActions = {
  /** Deletes a message here and on the account's own devices. */
  deleteForMe: (tenantId: string, chatId: string, messageId: string) =>
    answer(
      http.DELETE('/api/whatsapp/{tenantId}/chats/{chatId}/messages/{messageId}', {
        params: { path: { tenantId, chatId, messageId } },
        signal: AbortSignal.timeout(lostAfterMs),
      }),
    ),
  /** Sends anything but a plain text into a chat: a kind of its own, or something about another message. */
  say: (tenantId: string, chatId: string, message: Draft, key: string, more: SentWith = {}) =>
    answer(
      http.POST('/api/whatsapp/{tenantId}/chats/{chatId}/send', {
        params: { path: { tenantId, chatId }, header: { 'Idempotency-Key': key } },
        body: { message, ...more },
        signal: AbortSignal.timeout(lostAfterMs),
      }),
    ),
}
