import { runInThisContext } from 'node:vm'
import { afterEach, describe, expect, it, vi } from 'vitest'

import type { PasskeyOptions } from '../../src/lib/passkey-talk'
import { sign as written } from './sign'

// Bytes that differ between base64 and base64url, and that need padding.
const challenge = Uint8Array.from([251, 255, 191, 0, 1])
const options: PasskeyOptions = {
  challenge: '-_-_AAE',
  rpId: 'web.whatsapp.com',
  timeout: 60_000,
  userVerification: 'required',
  allowCredentials: [{ type: 'public-key', id: '_-8' }],
}

/** WhatsApp's page in a browser whose authenticators do this. */
function onWhatsApp(get: (asked: CredentialRequestOptions) => Promise<unknown>, origin = 'https://web.whatsapp.com') {
  const credentials = { get: vi.fn(get) }
  vi.stubGlobal('location', { origin })
  vi.stubGlobal('navigator', { credentials })
  Object.assign(window, { PublicKeyCredential: class {} })
  return credentials.get
}

afterEach(() => {
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

const buffer = (...bytes: number[]) => Uint8Array.from(bytes).buffer

// The browser carries its text to the page, and nothing that stands around it: each way through it has to go without.
const carried = runInThisContext(`(${written.toString()})`) as typeof written

describe.each([
  ['as it is written', written],
  ['as the browser carries it', carried],
])('%s it', (_, sign) => {
  it('hands the authenticator WhatsApp’s bytes, and its answer back in base64url', async () => {
    const get = onWhatsApp(() =>
      Promise.resolve({
        id: '_-8',
        rawId: buffer(255, 239),
        type: 'public-key',
        response: {
          clientDataJSON: buffer(251, 255, 191),
          authenticatorData: buffer(1),
          signature: buffer(1, 2),
          userHandle: null,
        },
      }),
    )
    const signed = await sign(options, 30_000)
    const { publicKey } = get.mock.calls[0]?.[0] ?? {}
    expect(publicKey?.challenge).toEqual(challenge)
    expect(publicKey?.allowCredentials).toEqual([{ type: 'public-key', id: Uint8Array.from([255, 239]) }])
    expect(publicKey?.userVerification).toBe('required')
    expect(publicKey?.timeout, 'no longer than WhatsApp still waits').toBe(30_000)
    expect(signed).toEqual({
      proof: {
        id: '_-8',
        rawId: '_-8',
        type: 'public-key',
        response: { clientDataJSON: '-_-_', authenticatorData: 'AQ', signature: 'AQI', userHandle: null },
      },
    })
  })

  it('asks nothing on any other page', async () => {
    const get = onWhatsApp(() => Promise.resolve(null), 'https://web.whatsapp.com.example')
    expect(await sign(options, 1_000)).toEqual({ trouble: 'wrong_page' })
    expect(get).not.toHaveBeenCalled()
  })

  it.each([
    ['NotAllowedError', 0, 'no_key'],
    ['NotAllowedError', 5_000, 'cancelled'],
    ['NotAllowedError', 60_000, 'timed_out'],
    ['InvalidStateError', 5_000, 'no_key'],
    ['SecurityError', 0, 'wrong_page'],
    ['NotSupportedError', 0, 'unsupported'],
  ])('calls %s after %d ms %s', async (name, tookMs, trouble) => {
    vi.useFakeTimers()
    onWhatsApp(() => new Promise((_, reject) => setTimeout(() => reject(new DOMException('', name)), tookMs)))
    const signed = sign(options, 120_000)
    await vi.advanceTimersByTimeAsync(tookMs)
    expect(await signed).toEqual({ trouble })
  })
})
