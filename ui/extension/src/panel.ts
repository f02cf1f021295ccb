// Runs in the page from which somebody pressed our icon: asks it for the challenge, and hands it the proof.
import { answersHere, type ExtensionSays, heardFrom, isOptions, type PasskeyOptions, say, talkVersion } from '../../src/lib/passkey-talk'
import type { FromBackground, ToPanel } from './messages'

export type Asked =
  | { kind: 'challenge'; options: PasskeyOptions; expiresAtMs: number }
  /** Nothing is asked for, or it is no page of ours. */
  | { kind: 'nothing' }
  | { kind: 'other_version' }

/** A page of ours answers at once, unless the machine is busy. */
const pageAnswersMs = 20_000
/** For a page that does not say that it answers. */
const strangeMs = 1_500
/** Our server asks WhatsApp before it answers. */
const serverAnswersMs = 40_000

/** The page's answer to one question; undefined after `patienceMs`. */
function ask(question: ExtensionSays, patienceMs: number): Promise<Record<string, unknown> | undefined> {
  return new Promise((resolve) => {
    const settle = (answer?: Record<string, unknown>) => {
      clearTimeout(timer)
      removeEventListener('message', listen)
      resolve(answer)
    }
    const listen = (event: MessageEvent) => {
      const heard = heardFrom('page', event)
      if (heard?.said.id !== question.id) return
      settle(heard.version === talkVersion ? heard.said : { say: 'other_version' })
    }
    const timer = setTimeout(settle, patienceMs)
    addEventListener('message', listen)
    say('extension', question)
  })
}

// `randomUUID` is not there on a page without TLS.
const newId = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('')

/** What the page waits for. */
export async function askForChallenge(): Promise<Asked> {
  const answer = await ask({ id: newId(), ask: 'challenge' }, answersHere.get() ? pageAnswersMs : strangeMs)
  switch (answer?.say) {
    case 'challenge':
      return isOptions(answer.options) && typeof answer.expiresAtMs === 'number'
        ? { kind: 'challenge', options: answer.options, expiresAtMs: answer.expiresAtMs }
        : { kind: 'other_version' }
    case undefined:
    case 'nothing':
      return { kind: 'nothing' }
    default:
      return { kind: 'other_version' }
  }
}

/** Hands the proof to the page, which sends it to its server. */
export async function handOver({ proof }: ToPanel): Promise<FromBackground> {
  const answer = await ask({ id: newId(), ask: 'take', proof }, serverAnswersMs)
  return { outcome: answer === undefined ? 'panel_gone' : 'delivered' }
}

declare global {
  var portariaAsk: (() => Promise<Asked>) | undefined
}

// Pressed again, the script comes again.
if (typeof chrome !== 'undefined' && globalThis.portariaAsk === undefined) {
  globalThis.portariaAsk = askForChallenge
  chrome.runtime.onMessage.addListener((message, _, answer) => {
    if ((message as ToPanel).do !== 'take') return undefined
    void handOver(message as ToPanel).then(answer)
    return true
  })
}
