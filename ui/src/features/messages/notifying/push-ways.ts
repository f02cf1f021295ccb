import type { PushState } from '../../../api/types'

/** What this browser can do about being told while its panel is closed, and why not. */
export type PushWay = 'possible' | 'no_https' | 'home_screen' | 'unsupported' | 'blocked'

/** What is known of a browser. */
export interface Browser {
  isSecure: boolean
  agent: string
  /** A Mac with fingers is an iPad that says it were none. */
  touchPoints: number
  hasPush: boolean
  permission: NotificationPermission | undefined
}

/** Safari of an iPhone or iPad tells only what stands on its home screen; there it has what it lacks in a tab. */
const isApple = ({ agent, touchPoints }: Browser): boolean =>
  /iPhone|iPad|iPod/.test(agent) || (agent.includes('Macintosh') && touchPoints > 1)

export function pushWay(browser: Browser): PushWay {
  if (!browser.isSecure) return 'no_https'
  if (!browser.hasPush) return isApple(browser) ? 'home_screen' : 'unsupported'
  return browser.permission === 'denied' ? 'blocked' : 'possible'
}

/** This browser, now. */
export function browserNow(): Browser {
  return {
    isSecure: isSecureContext,
    agent: navigator.userAgent,
    touchPoints: navigator.maxTouchPoints,
    hasPush: 'serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window,
    permission: 'Notification' in window ? Notification.permission : undefined,
  }
}

/** How far it has come: `lost` is what the server counts on and this browser has no longer. */
export type PushStanding = 'off' | 'on' | 'failing' | 'lost'

/** What the server knows of this browser against what the browser has. */
export function pushStanding(device: PushState['device'], endpoint: string | undefined): PushStanding {
  if (!device) return 'off'
  if (device.endpoint !== endpoint) return 'lost'
  return device.failingSinceMs === null ? 'on' : 'failing'
}

/** Whether what a browser holds was made for another key: the server's data were put back, or it is another server. */
export function isOfOtherKey(key: ArrayBuffer | null | undefined, publicKey: string): boolean {
  return key != null && toBase64Url(new Uint8Array(key)) !== publicKey
}

export function toBase64Url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replace(/\+/g, '-')
    .replace(/\//g, '_')
    .replace(/=+$/, '')
}
