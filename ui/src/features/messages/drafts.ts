import { local } from '../../lib/local'

const beginning = (tenantId: string) => `portaria.draft.${tenantId}.`
const place = (tenantId: string, chatId: string) => beginning(tenantId) + chatId

/** What was typed and not sent, kept in this browser. */
export const drafts = {
  get: (tenantId: string, chatId: string): string => local.get(place(tenantId, chatId)) ?? '',
  forget: (tenantId: string): void => local.names(beginning(tenantId)).forEach((name) => local.set(name, null)),
  set: (tenantId: string, chatId: string, text: string): void => local.set(place(tenantId, chatId), text.trim() === '' ? null : text),
}
