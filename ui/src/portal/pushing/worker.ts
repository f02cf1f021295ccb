// The part of the portals' worker that tells of messages while no panel is looked at.
import { type Behind, howShown, isOf, read, shownOf, tagOf, whereTo } from './told'

interface Waits extends Event {
  waitUntil: (what: Promise<unknown>) => void
}
interface Pushed extends Waits {
  data: { text: () => string } | null
}
interface Pressed extends Waits {
  notification: Notification
}
interface Client {
  url: string
  visibilityState: DocumentVisibilityState
  focus: () => Promise<Client>
  postMessage: (data: unknown) => void
}
interface Worker {
  registration: ServiceWorkerRegistration
  clients: {
    matchAll: (which: { type: 'window'; includeUncontrolled: boolean }) => Promise<Client[]>
    openWindow: (url: string) => Promise<Client | null>
  }
}

/** The picture of notices; put in as this is built. */
declare const __ICON__: string

const worker = globalThis as unknown as Worker
const pages = () => worker.clients.matchAll({ type: 'window', includeUncontrolled: true })

/** Shows what a push brings, and takes away what was read meanwhile. */
async function tell(text: string | undefined): Promise<void> {
  const told = read(text)
  if (!told) return
  const open = await pages()
  for (const chatId of told.read)
    for (const notice of await worker.registration.getNotifications({ tag: tagOf(told.tenantId, chatId) })) notice.close()
  const how = howShown(told, open)
  if (how === 'not') return
  const { title, ...shown } = shownOf(told)
  const more = { icon: __ICON__, lang: told.language, renotify: how === 'heard', silent: how === 'quietly' }
  await worker.registration.showNotification(title, { ...shown, ...more })
  for (const page of open) if (isOf(page, told)) page.postMessage({ what: 'shown' })
}

/** Leads to the chat: in a page that is open, or in a new one. */
async function open(behind: Behind): Promise<void> {
  const page = (await pages()).find((one) => isOf(one, behind))
  if (!page) {
    await worker.clients.openWindow(whereTo(behind))
    return
  }
  page.postMessage({ what: 'open', chatId: behind.chatId })
  await page.focus()
}

addEventListener('push', (event) => (event as Pushed).waitUntil(tell((event as Pushed).data?.text())))
addEventListener('notificationclick', (event) => {
  const { notification, waitUntil } = event as Pressed
  notification.close()
  const behind = notification.data as Behind | undefined
  if (behind) waitUntil.call(event, open(behind))
})
