import type { PasskeyOptions, PasskeyProof } from '../../src/lib/passkey-talk'

/** Why nothing was signed. */
export type SignTrouble = 'cancelled' | 'no_key' | 'timed_out' | 'wrong_page' | 'unsupported'
export type Signed = { proof: PasskeyProof } | { trouble: SignTrouble }

/**
 * Has the owner's authenticator sign WhatsApp's challenge; waits for at most `leftMs` milliseconds.
 *
 * Runs in the world of WhatsApp's own page, where password managers answer too. The browser carries its text there, so
 * it may use nothing that stands outside.
 */
export async function sign(options: PasskeyOptions, leftMs: number): Promise<Signed> {
  const origin = 'https://web.whatsapp.com'
  // Before anybody can have read a question and said no.
  const atOnceMs = 400
  const decode = (text: string) =>
    Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/').replace(/=+$/, '')), (char) => char.charCodeAt(0))
  const encode = (bytes: ArrayBuffer) =>
    btoa(String.fromCharCode(...new Uint8Array(bytes)))
      .replaceAll('+', '-')
      .replaceAll('/', '_')
      .replace(/=+$/, '')

  if (location.origin !== origin) return { trouble: 'wrong_page' }
  if (!('PublicKeyCredential' in window)) return { trouble: 'unsupported' }
  const timeout = Math.max(1, Math.min(options.timeout ?? leftMs, leftMs))
  const began = performance.now()
  try {
    const credential = (await navigator.credentials.get({
      publicKey: {
        challenge: decode(options.challenge),
        rpId: options.rpId,
        allowCredentials: options.allowCredentials.map(({ id, type, transports }) => ({
          id: decode(id),
          type,
          ...(transports && { transports: transports as AuthenticatorTransport[] }),
        })),
        userVerification: options.userVerification,
        timeout,
      },
    })) as PublicKeyCredential | null
    if (credential === null) return { trouble: 'no_key' }
    const { clientDataJSON, authenticatorData, signature, userHandle } = credential.response as AuthenticatorAssertionResponse
    return {
      proof: {
        id: credential.id,
        rawId: encode(credential.rawId),
        type: credential.type,
        response: {
          clientDataJSON: encode(clientDataJSON),
          authenticatorData: encode(authenticatorData),
          signature: encode(signature),
          userHandle: userHandle === null ? null : encode(userHandle),
        },
      },
    }
  } catch (error) {
    const name = error instanceof Error ? error.name : ''
    const tookMs = performance.now() - began
    if (name === 'SecurityError') return { trouble: 'wrong_page' }
    if (name === 'NotSupportedError') return { trouble: 'unsupported' }
    // The browser calls a no, a missing key and a time that ran out by one name.
    if (name === 'InvalidStateError' || tookMs < atOnceMs) return { trouble: 'no_key' }
    return { trouble: tookMs >= timeout ? 'timed_out' : 'cancelled' }
  }
}
