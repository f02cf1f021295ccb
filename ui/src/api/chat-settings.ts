// What can be set about a chat as a whole.
import { answer, http } from './http'
import type { ChatSettings } from './types'

const of = (tenantId: string, chatId: string) => ({ params: { path: { tenantId, chatId } } })

export const chatActions = {
  set: (tenantId: string, chatId: string, body: ChatSettings) =>
    answer(http.POST('/api/whatsapp/{tenantId}/chats/{chatId}/settings', { ...of(tenantId, chatId), body })),
  label: (tenantId: string, chatId: string, ids: string[]) =>
    answer(http.POST('/api/whatsapp/{tenantId}/chats/{chatId}/labels', { ...of(tenantId, chatId), body: { labels: ids } })),
  block: (tenantId: string, chatId: string, isBlocked: boolean) =>
    answer(http.POST('/api/whatsapp/{tenantId}/chats/{chatId}/block', { ...of(tenantId, chatId), body: { isBlocked } })),
  clear: (tenantId: string, chatId: string) =>
    answer(http.POST('/api/whatsapp/{tenantId}/chats/{chatId}/clear', { ...of(tenantId, chatId), body: { keepsStarred: true } })),
  delete: (tenantId: string, chatId: string) => answer(http.POST('/api/whatsapp/{tenantId}/chats/{chatId}/delete', of(tenantId, chatId))),
}
