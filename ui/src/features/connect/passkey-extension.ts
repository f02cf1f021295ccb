import { useEffect, useEffectEvent, useState } from 'react'

import type { Passkey } from '../../api/types'
import { local } from '../../lib/local'
import { answersHere, heardFrom, isProof, type PageSays, type PasskeyProof, readOptions, say, talkVersion } from '../../lib/passkey-talk'

const place = 'portaria.passkeyExtension'

/** Whether our extension has spoken in this browser. It sees a page only once its icon is pressed there. */
export const knownExtension = {
  get: (): boolean => local.get(place) !== null,
  set: (isThere: boolean): void => local.set(place, isThere ? '1' : null),
}

interface Wishes {
  /** What is asked for now; null while nothing is. */
  passkey: Passkey | null
  /** Hands the proof on; the promise tells whether WhatsApp took it. */
  onProof: (proof: PasskeyProof) => Promise<boolean>
}

/** What the page answers to what the extension said, if it said anything. */
export async function answerExtension(event: MessageEvent, { passkey, onProof }: Wishes): Promise<PageSays | undefined> {
  const heard = heardFrom('extension', event)
  if (heard === undefined) return undefined
  const { id, ask, proof } = heard.said
  if (heard.version !== talkVersion) return { id, say: 'other_version' }
  if (ask === 'challenge') {
    const options = passkey?.step === 'asked' ? readOptions(passkey.options) : undefined
    return passkey === null || options === undefined
      ? { id, say: 'nothing' }
      : { id, say: 'challenge', options, expiresAtMs: passkey.expiresAtMs }
  }
  if (ask === 'take' && isProof(proof)) return { id, say: (await onProof(proof)) ? 'taken' : 'refused' }
  return { id, say: 'other_version' }
}

/** Answers the extension for as long as the page shows it; whether it has spoken here, and has been given the challenge. */
export function useExtension(wishes: Wishes) {
  const [isKnown, setKnown] = useState(knownExtension.get)
  const [isGiven, setGiven] = useState(false)
  const hear = useEffectEvent(async (event: MessageEvent) => {
    const answer = await answerExtension(event, wishes)
    if (answer === undefined) return
    knownExtension.set(true)
    setKnown(true)
    if (answer.say === 'challenge') setGiven(true)
    say('page', answer)
  })
  useEffect(() => {
    const listen = (event: MessageEvent) => void hear(event)
    addEventListener('message', listen)
    answersHere.set(true)
    return () => {
      removeEventListener('message', listen)
      answersHere.set(false)
    }
  }, [])
  return {
    isKnown,
    isGiven,
    forget: () => {
      knownExtension.set(false)
      setKnown(false)
      setGiven(false)
    },
  }
}
