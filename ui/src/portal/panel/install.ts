import { createStore } from '../../lib/store'

/** What a browser hands over that would install the page as an app: https://developer.mozilla.org/docs/Web/API/BeforeInstallPromptEvent */
interface InstallPrompt extends Event {
  prompt: () => Promise<{ outcome: 'accepted' | 'dismissed' }>
}

/**
 * How the panel becomes an app of this device: the browser asks, the person does it by hand as on an iPhone, it has just
 * been done, or it was declined. Nothing where it is one already, or cannot be.
 */
export type Install = { by: 'browser'; ask: () => Promise<void> } | { by: 'hand' } | { by: 'done' } | { by: 'later' } | null

const isApp = () => matchMedia('(display-mode: standalone)').matches

/** Only Apple's touch devices say whether the page stands on the home screen, and they have no prompt. */
const isByHand = () => window.isSecureContext && (navigator as { standalone?: boolean }).standalone === false

export const install = createStore<Install>(isByHand() ? { by: 'hand' } : null)

/** Keeps the browser's offer, which comes once and early, for whoever looks for it; until the returned function is called. */
export function keepInstallOffer(): () => void {
  const keep = (event: Event) => {
    // Otherwise some browsers lay an offer of their own over the chats.
    event.preventDefault()
    const offered = event as InstallPrompt
    const ask = async () => {
      const { outcome } = await offered.prompt()
      install.set(outcome === 'accepted' ? { by: 'done' } : { by: 'later' })
    }
    if (!isApp()) install.set({ by: 'browser', ask })
  }
  const end = () => install.set({ by: 'done' })
  addEventListener('beforeinstallprompt', keep)
  addEventListener('appinstalled', end)
  return () => {
    removeEventListener('beforeinstallprompt', keep)
    removeEventListener('appinstalled', end)
  }
}
