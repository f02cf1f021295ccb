// What a page that waits for a passkey and our browser extension say to each other, by `window.postMessage`. Both sides
// are built from this file.

/** Changed when an older extension can't be understood any more. */
export const talkVersion = 1

/** WhatsApp's `PublicKeyCredentialRequestOptions`, as JSON: bytes are base64url. */
export interface PasskeyOptions {
  challenge: string
  rpId: string
  allowCredentials: { id: string; type: 'public-key'; transports?: string[] }[]
  userVerification: 'required' | 'preferred' | 'discouraged'
  /** Milliseconds. */
  timeout?: number | undefined
}

/** What the owner's authenticator answers: the parts of `PublicKeyCredential.toJSON()` that WhatsApp checks. */
export interface PasskeyProof {
  id: string
  rawId: string
  type: string
  response: { clientDataJSON: string; authenticatorData: string; signature: string; userHandle: string | null }
}

/** What the extension asks of the page. `id` ties an answer to its question. */
export type ExtensionSays = { id: string; ask: 'challenge' } | { id: string; ask: 'take'; proof: PasskeyProof }

/** What the page answers. */
export type PageSays =
  | { id: string; say: 'challenge'; options: PasskeyOptions; expiresAtMs: number }
  /** No passkey is asked for here just now. */
  | { id: string; say: 'nothing' }
  /** The other side is older or newer. */
  | { id: string; say: 'other_version' }
  /** The proof was handed on, and WhatsApp took it or did not. */
  | { id: string; say: 'taken' }
  | { id: string; say: 'refused' }

const mark = 'portaria-passkey'
type From = 'extension' | 'page'

/** Whether this page answers the extension: one that is busy is waited for, any other page is not. */
export const answersHere = {
  get: (): boolean => 'portariaPasskey' in document.documentElement.dataset,
  set: (isSo: boolean): void => {
    if (isSo) document.documentElement.dataset.portariaPasskey = ''
    else delete document.documentElement.dataset.portariaPasskey
  },
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== ''
}

/** Says something within this window, to our own origin only. */
export function say(from: 'extension', what: ExtensionSays): void
export function say(from: 'page', what: PageSays): void
export function say(from: From, what: ExtensionSays | PageSays): void {
  window.postMessage({ ...what, mark, from, version: talkVersion }, location.origin)
}

interface Heard {
  version: unknown
  said: Record<string, unknown> & { id: string }
}

/** What `from` said within this very window; anything else is not for us. */
export function heardFrom(from: From, event: MessageEvent): Heard | undefined {
  if (event.source !== window || event.origin !== location.origin) return undefined
  const data: unknown = event.data
  if (!isRecord(data) || data.mark !== mark || data.from !== from || !isText(data.id)) return undefined
  return { version: data.version, said: { ...data, id: data.id } }
}

export function isOptions(value: unknown): value is PasskeyOptions {
  if (!isRecord(value) || !isText(value.challenge) || !isText(value.rpId)) return false
  const allowed: unknown = value.allowCredentials
  return Array.isArray(allowed) && allowed.every((one: unknown) => isRecord(one) && isText(one.id) && one.type === 'public-key')
}

export function isProof(value: unknown): value is PasskeyProof {
  if (!isRecord(value) || !isText(value.id) || !isText(value.rawId) || !isText(value.type) || !isRecord(value.response)) return false
  const { clientDataJSON, authenticatorData, signature, userHandle } = value.response
  return [clientDataJSON, authenticatorData, signature].every(isText) && (userHandle === null || typeof userHandle === 'string')
}

/** WhatsApp's options with what they may leave out; undefined where they are no options. */
export function readOptions(value: unknown): PasskeyOptions | undefined {
  if (!isRecord(value)) return undefined
  const { allowCredentials = [], userVerification = 'preferred' } = value
  const whole: unknown = { ...value, allowCredentials, userVerification }
  return isOptions(whole) ? whole : undefined
}
