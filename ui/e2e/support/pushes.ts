// A browser that is told while its panel is closed. Those of the tests have no push service, and in a window that forgets no
// page may ask for one; what such a service would give is stood in for, and what it would bring is given to the real worker.
import type { Page } from 'playwright-core'

import { endpoint } from '../mock/push'

interface Given {
  /** Whether the browser has its address already. */
  isHeld?: boolean
  /** Whether its maker's service answers. */
  answers?: boolean
  /** Whether there is no worker, as where workers are blocked. */
  hasNoWorker?: boolean
}

/** Lets the pages that are opened from now on be told. */
export async function withPushes(page: Page, { isHeld = false, answers = true, hasNoWorker = false }: Given = {}): Promise<void> {
  await page.context().grantPermissions(['notifications'])
  // What runs these files names the functions in them, by a function that a page does not have.
  await page.addInitScript('globalThis.__name = (named) => named')
  await page.addInitScript(
    ({ endpoint, isHeld, answers, hasNoWorker }) => {
      // An empty page has none.
      if (!('serviceWorker' in navigator)) return
      const address = {
        endpoint,
        options: { applicationServerKey: null },
        getKey: (name: string) => new Uint8Array(name === 'auth' ? 16 : 65).buffer,
      }
      const kept = 'held-for-tests'
      const pushManager = {
        getSubscription: () => Promise.resolve(isHeld || localStorage.getItem(kept) !== null ? address : null),
        subscribe: () => {
          if (!answers) return Promise.reject(new DOMException('Registration failed - push service error', 'AbortError'))
          localStorage.setItem(kept, '1')
          return Promise.resolve(address)
        },
      }
      if (!hasNoWorker) {
        Object.defineProperty(ServiceWorkerRegistration.prototype, 'pushManager', { get: () => pushManager })
        return
      }
      const nothing = () => Promise.resolve([])
      const registration = { pushManager, getNotifications: nothing, showNotification: nothing }
      Object.defineProperty(navigator.serviceWorker, 'ready', { get: () => Promise.resolve(registration) })
      navigator.serviceWorker.getRegistration = () => Promise.resolve(registration as unknown as ServiceWorkerRegistration)
    },
    { endpoint, isHeld, answers, hasNoWorker },
  )
}

/** Lets the pages that are opened from now on be told nothing: somebody forbade it, or they stand in a tab of an iPhone. */
export async function withoutPushes(page: Page, why: 'blocked' | 'home_screen'): Promise<void> {
  await page.addInitScript('globalThis.__name = (named) => named')
  await page.addInitScript((why) => {
    if (why === 'blocked') {
      Object.defineProperty(Notification, 'permission', { get: () => 'denied' })
      return
    }
    const agent = 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Safari/604.1'
    Object.defineProperty(navigator, 'userAgent', { get: () => agent })
    Reflect.deleteProperty(window, 'PushManager')
    Reflect.deleteProperty(window, 'Notification')
  }, why)
}

/** Gives the portals' worker what a push service would bring. */
export async function deliver(page: Page, told: object): Promise<void> {
  const devtools = await page.context().newCDPSession(page)
  const registrations = new Promise<string>((resolve) => {
    devtools.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
      const own = registrations.find(({ scopeURL }) => scopeURL.endsWith('/client/'))
      if (own) resolve(own.registrationId)
    })
  })
  await devtools.send('ServiceWorker.enable')
  const registrationId = await registrations
  await devtools.send('ServiceWorker.deliverPushMessage', {
    origin: new URL(page.url()).origin,
    registrationId,
    data: JSON.stringify(told),
  })
  await devtools.detach()
}

/** What stands on the screen, whoever put it there. */
export const standing = (page: Page): Promise<string[]> =>
  page.evaluate(async () => {
    const worker = await navigator.serviceWorker.getRegistration('/client/')
    const notices = (await worker?.getNotifications()) ?? []
    return notices.map(({ title, body }) => `${title}: ${body}`).sort()
  })
