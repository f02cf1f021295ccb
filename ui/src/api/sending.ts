// What goes to the other side of a chat: messages, that theirs were read, that somebody types. It comes with the panel.
import { answer, http } from './http'
import { lostAfterMs, type SentWith } from './tenant'
import type { Activity } from './types'

export const sendingActions = {
  send: (tenantId: string, to: string, text: string, key: string) =>
    answer(
      http.POST('/api/whatsapp/{tenantId}/send', {
        params: { path: { tenantId }, header: { 'Idempotency-Key': key } },
        body: { to, text },
        signal: AbortSignal.timeout(lostAfterMs),
      }),
    ),
  sendToChat: (tenantId: string, chatId: string, text: string, key: string, more: SentWith = {}) =>
    answer(
      http.POST('/api/whatsapp/{tenantId}/chats/{chatId}/send', {
        params: { path: { tenantId, chatId }, header: { 'Idempotency-Key': key } },
        body: { text, ...more },
        signal: AbortSignal.timeout(lostAfterMs),
      }),
    ),
  /** A message that failed goes out once more. */
  sendStoredAgain: (tenantId: string, chatId: string, messageId: string) =>
    answer(
      http.POST('/api/whatsapp/{tenantId}/chats/{chatId}/outbox/{messageId}/send-again', {
        params: { path: { tenantId, chatId, messageId } },
      }),
    ),
  /** A message that failed is given up. */
  discardStored: (tenantId: string, chatId: string, messageId: string) =>
    answer(
      http.DELETE('/api/whatsapp/{tenantId}/chats/{chatId}/outbox/{messageId}', {
        params: { path: { tenantId, chatId, messageId } },
      }),
    ),
  read: (tenantId: string, chatId: string) =>
    answer(http.POST('/api/whatsapp/{tenantId}/chats/{chatId}/read', { params: { path: { tenantId, chatId } } })),
  sayActivity: (tenantId: string, chatId: string, activity: Activity) =>
    answer(
      http.POST('/api/whatsapp/{tenantId}/chats/{chatId}/typing', {
        params: { path: { tenantId, chatId } },
        body: { activity },
      }),
    ),
}
