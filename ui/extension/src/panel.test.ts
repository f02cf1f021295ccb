// Page and extension in one window, as in the browser.
import { afterEach, beforeEach, expect, it, vi } from 'vitest'

import type { Passkey } from '../../src/api/types'
import { answerExtension } from '../../src/features/connect/passkey-extension'
import { answersHere, type PasskeyProof, say, talkVersion } from '../../src/lib/passkey-talk'
import { askForChallenge, handOver } from './panel'

const options = {
  challenge: 'Y2g',
  rpId: 'web.whatsapp.com',
  timeout: 60_000,
  userVerification: 'required',
  allowCredentials: [{ type: 'public-key', id: 'a2V5' }],
}
const waiting: Passkey = { step: 'asked', options: options as unknown as Passkey['options'], code: null, expiresAtMs: 9_000 }
const proof: PasskeyProof = {
  id: 'a2V5',
  rawId: 'a2V5',
  type: 'public-key',
  response: { clientDataJSON: 'e30', authenticatorData: 'AQ', signature: 'AQ', userHandle: null },
}

let leave = () => {}
let said: object[]
beforeEach(() => {
  // The emulated window does not say whom a message is from, as browsers do.
  said = []
  vi.spyOn(window, 'postMessage').mockImplementation((data: unknown) => {
    said.push(data as object)
    queueMicrotask(() => dispatchEvent(heard(data as object)))
  })
})
afterEach(() => leave())

/** The page waits for this, and the server takes an answer or does not. */
function page(passkey: Passkey | null, onProof: (proof: PasskeyProof) => Promise<boolean> = () => Promise.resolve(true)) {
  const listen = (event: MessageEvent) => void answerExtension(event, { passkey, onProof }).then((answer) => answer && say('page', answer))
  addEventListener('message', listen)
  leave = () => removeEventListener('message', listen)
}

/** A message as it is heard. */
const heard = (data: object, from: Partial<MessageEventInit> = {}) =>
  new MessageEvent('message', { source: window, origin: location.origin, data, ...from })
const question = { mark: 'portaria-passkey', from: 'extension', version: talkVersion, id: '1', ask: 'challenge' }
const wishes = { passkey: waiting, onProof: () => Promise.resolve(true) }

it('the page gives the challenge while a passkey is asked for', async () => {
  page(waiting)
  expect(await askForChallenge()).toEqual({ kind: 'challenge', options, expiresAtMs: 9_000 })
})

it.each([
  ['nothing is asked for', null],
  ['the code is compared', { step: 'compare', options: null, code: 'AAAA-BBBB', expiresAtMs: 1 } as const],
])('the page gives none while %s', async (_, passkey) => {
  page(passkey)
  expect(await askForChallenge()).toEqual({ kind: 'nothing' })
})

it('any other page stays silent, and asks for nothing', async () => {
  vi.useFakeTimers()
  const asked = askForChallenge()
  await vi.advanceTimersByTimeAsync(2_000)
  expect(await asked).toEqual({ kind: 'nothing' })
  vi.useRealTimers()
})

it('a page of ours that is busy is waited for', async () => {
  vi.useFakeTimers()
  answersHere.set(true)
  const asked = askForChallenge()
  await vi.advanceTimersByTimeAsync(10_000)
  page(waiting)
  said.splice(0).forEach((data) => dispatchEvent(heard(data)))
  await vi.advanceTimersByTimeAsync(0)
  expect(await asked).toMatchObject({ kind: 'challenge' })
  answersHere.set(false)
  vi.useRealTimers()
})

it('the proof reaches the page as it is, whatever the server makes of it', async () => {
  const taken = vi.fn(() => Promise.resolve(false))
  page(waiting, taken)
  expect(await handOver({ do: 'take', proof })).toEqual({ outcome: 'delivered' })
  expect(taken).toHaveBeenCalledWith(proof)
})

it('the page hears nobody but this window', async () => {
  expect(await answerExtension(heard(question), wishes)).toMatchObject({ say: 'challenge', id: '1' })
  expect(await answerExtension(heard(question, { source: null }), wishes), 'another frame').toBeUndefined()
  expect(await answerExtension(heard(question, { origin: 'https://example.com' }), wishes), 'another origin').toBeUndefined()
  expect(await answerExtension(heard({ ...question, mark: 'x' }), wishes), 'somebody else’s talk').toBeUndefined()
  expect(await answerExtension(heard({ ...question, from: 'page' }), wishes), 'its own words').toBeUndefined()
})

it('an extension of another version is told so', async () => {
  expect(await answerExtension(heard({ ...question, version: talkVersion + 1 }), wishes)).toEqual({ id: '1', say: 'other_version' })
})

it('half a proof is handed to nobody', async () => {
  const onProof = vi.fn(() => Promise.resolve(true))
  const { signature, ...half } = proof.response
  expect(signature).not.toBe('')
  const said = { ...question, ask: 'take', proof: { ...proof, response: half } }
  expect(await answerExtension(heard(said), { passkey: waiting, onProof })).toEqual({ id: '1', say: 'other_version' })
  expect(onProof).not.toHaveBeenCalled()
})
