// What lies in a browser of being told while the panel is closed.
import { local } from '../../../lib/local'
import { shownBy } from './permission'

/** This browser is to be told of a tenant's messages; what was lost of that is mended when the panel opens. */
const place = (tenantId: string) => `portaria.push.${tenantId}`
export const isWanted = (tenantId: string): boolean => local.get(place(tenantId)) !== null
export const noteWanted = (tenantId: string): void => local.set(place(tenantId), '1')

/** Whoever uses this browser next is told nothing by it. */
export function forgetPush(tenantId: string): void {
  local.set(place(tenantId), null)
  shownBy.set(undefined)
  void standingOf(tenantId).then((notices) => notices.forEach(({ notice }) => notice.close()))
}

interface Standing {
  chatId: string
  notice: Pick<Notification, 'close'>
}

/** The notices that stand of a tenant's chats, whoever put them there. */
export async function standingOf(tenantId: string): Promise<Standing[]> {
  if (!('serviceWorker' in navigator)) return []
  const worker = await navigator.serviceWorker.getRegistration().catch(() => undefined)
  const notices = (await worker?.getNotifications()) ?? []
  const beginning = `${tenantId}/`
  return notices.flatMap((notice) => (notice.tag.startsWith(beginning) ? [{ chatId: notice.tag.slice(beginning.length), notice }] : []))
}
