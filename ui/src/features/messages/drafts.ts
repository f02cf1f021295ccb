import { local } from '../../lib/local'

const place = (tenantId: string, chatId: string) => `portaria.draft.${tenantId}.${chatId}`

/** What was typed and not sent, kept in this browser. */
export const drafts = {
  get: (tenantId: string, chatId: string): string => local.get(place(tenantId, chatId)) ?? '',
  set: (tenantId: string, chatId: string, text: string): void => local.set(place(tenantId, chatId), text.trim() === '' ? null : text),
}
