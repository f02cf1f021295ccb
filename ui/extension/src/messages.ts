// What the parts of the extension say to each other.
import type { PasskeyOptions, PasskeyProof } from '../../src/lib/passkey-talk'
import type { SignTrouble } from './sign'

/** What one press of the icon is about. */
export interface Errand {
  options: PasskeyOptions
  /** UTC milliseconds. */
  expiresAtMs: number
  /** The tab whose page asked. */
  panelTabId: number
  /** Its host, as the browser says it: whoever signs should know for whom. */
  host: string
}

/** Why there is nothing to sign here. */
export type Idle = 'nothing' | 'other_version'
/** What the box shows. */
export type Shown = { errand: Errand } | { idle: Idle }

/** From the background to the box: show this. */
export type ToBox = { do: 'show'; shown: Shown }
/** From the background to the page that asked. */
export type ToPanel = { do: 'take'; proof: PasskeyProof }
/** From the box to the background. */
export type ToBackground = { do: 'sign'; errand: Errand } | { do: 'back'; panelTabId: number }
/** What came of it. */
export type FromBackground = { outcome: 'delivered' | 'panel_gone' | SignTrouble }
