import { local } from '../../lib/local'

const beginning = (tenantId: string) => `portaria.draft.${tenantId}.`
const place = (tenantId: string, chatId: string) => beginning(tenantId) + chatId

/** What was typed and not sent, kept in this browser. */
export const drafts = {
  get: (tenantId: string, chatId: string): string => local.get(place(tenantId, chatId)) ?? '',
  /** Tells what another tab of this browser makes of it, until the returned function is called. */
  follow: (tenantId: string, chatId: string, onChange: (text: string) => void): (() => void) => {
    const hear = ({ key, newValue }: StorageEvent) => {
      if (key === place(tenantId, chatId)) onChange(newValue ?? '')
    }
    addEventListener('storage', hear)
    return () => removeEventListener('storage', hear)
  },
  forget: (tenantId: string): void => local.names(beginning(tenantId)).forEach((name) => local.set(name, null)),
  set: (tenantId: string, chatId: string, text: string): void => local.set(place(tenantId, chatId), text.trim() === '' ? null : text),
}
