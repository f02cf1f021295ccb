import { createStore } from '../../../lib/store'

/** Whether this browser shows notices: it has to be asked, it does, somebody forbade it, or it cannot for a page. */
export type Permission = 'ask' | 'granted' | 'denied' | 'none'

export const permission = createStore<Permission>(now())

function now(): Permission {
  if (typeof Notification === 'undefined' || !isSecureContext) return 'none'
  return Notification.permission === 'default' ? 'ask' : Notification.permission
}

/** The worker that shows notices where it is told of messages, too: of a chat there is one, whoever shows it. */
export const shownBy = createStore<ServiceWorkerRegistration | undefined>(undefined)

/** A notice on the screen. */
export interface Shown {
  close: () => void
  onclick?: ((event: Event) => unknown) | null
}

/** Puts a notice on the screen; nothing where this browser shows none. What the worker shows leads to a chat by itself. */
export function show(title: string, options: NotificationOptions, chatId?: string): Shown | undefined {
  if (permission.get() !== 'granted') return undefined
  const worker = shownBy.get()
  if (worker) {
    const publicId = decodeURIComponent(location.pathname.split('/')[2] ?? '')
    void worker.showNotification(title, { ...options, data: { publicId, chatId } })
    const { tag = '' } = options
    return { close: () => void worker.getNotifications({ tag }).then((notices) => notices.forEach((notice) => notice.close())) }
  }
  try {
    return new Notification(title, options)
  } catch {
    // Browsers of Android show them for service workers only, and say so here alone.
    permission.set('none')
    return undefined
  }
}

/** Asks the person by the browser's own question, which is to be done after a press. */
export async function askPermission(): Promise<Permission> {
  if (permission.get() === 'ask') {
    await Notification.requestPermission().catch(() => undefined)
    permission.set(now())
  }
  return permission.get()
}

/** Follows what somebody changes in the browser's own settings. */
export function followPermission(): () => void {
  let leave: (() => void) | undefined
  let isGone = false
  const look = () => permission.get() !== 'none' && permission.set(now())
  // Not there without HTTPS, and not for notices in every browser.
  const asked = 'permissions' in navigator ? navigator.permissions.query({ name: 'notifications' }) : Promise.reject(new Error('not there'))
  asked.then(
    (status) => {
      if (isGone) return
      status.addEventListener('change', look)
      leave = () => status.removeEventListener('change', look)
    },
    () => undefined,
  )
  addEventListener('focus', look)
  return () => {
    isGone = true
    leave?.()
    removeEventListener('focus', look)
  }
}
