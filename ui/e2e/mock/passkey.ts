// A link with a passkey, as the mocked WhatsApp does it.
import type { Passkey, PasskeyAnswer } from '../../src/api/types'
import type { Session } from './world'

/** What the mocked WhatsApp knows of the link. */
export interface PasskeyState {
  /** What it waits for; null while it waits for nothing. */
  now: Passkey | null
  /** Whether an answer is right; what comes after a right one is the test's to say. */
  accepts: (proof: PasskeyAnswer) => boolean
  /** Every answer that came, oldest first. */
  answers: PasskeyAnswer[]
  isConfirmed: boolean
}

export const noPasskey = (): PasskeyState => ({ now: null, accepts: () => true, answers: [], isConfirmed: false })

/** What `web.whatsapp.com` asks the browser for. */
export const options = (challenge: string, credentialId: string) => ({
  challenge,
  rpId: 'web.whatsapp.com',
  timeout: 60_000,
  userVerification: 'required',
  allowCredentials: [{ type: 'public-key', id: credentialId }],
})

/** The passkey is asked for now, by these options. */
export const asked = (now: number, what = options('Y2hhbGxlbmdl', 'a2V5')): Passkey => ({
  step: 'asked',
  options: what as unknown as Passkey['options'],
  code: null,
  expiresAtMs: now + 150_000,
})
/** The passkey was good; this code is compared. */
export const compare = (now: number): Passkey => ({ step: 'compare', options: null, code: 'K7MZ-4QTX', expiresAtMs: now + 120_000 })

interface World {
  session: Session
  passkey: PasskeyState
}
type Answer = [status: number, data?: unknown] | { refused: string }

/** The three requests of a link with a passkey. */
export function passkeyPlane(state: World, method: string, act: string | undefined, body: unknown): Answer {
  const { passkey } = state
  if (passkey.now === null) return { refused: 'no_passkey' }
  if (act === 'confirm') {
    if (passkey.now.step !== 'compare') return { refused: 'no_passkey' }
    passkey.isConfirmed = true
    return [204]
  }
  if (method === 'GET') return [200, passkey.now]
  if (passkey.now.step !== 'asked') return { refused: 'no_passkey' }
  const proof = body as PasskeyAnswer
  passkey.answers.push(proof)
  if (passkey.accepts(proof)) return [204]
  // The link begins anew.
  passkey.now = null
  state.session = { ...state.session, status: 'failed', cause: 'passkey_refused', action: 'new_code', next: 'nothing', nextAtMs: null }
  return { refused: 'passkey_refused' }
}
