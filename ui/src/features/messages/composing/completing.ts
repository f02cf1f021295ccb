// What is completed while somebody types: people after `@`, signs after `:`.
import type { Address } from '../../../api/types'
import { phoneDigits } from '../../../lib/phone'

export interface Completing {
  sign: '@' | ':'
  /** What was typed after the sign. */
  words: string
  /** Where the sign stands in the text. */
  from: number
}

/** Below this a word after `:` is more likely the beginning of a sentence. */
const fewestLetters = 2

/** What the text before the caret asks for. */
export function completingAt(text: string, caret: number): Completing | undefined {
  const found = /(?:^|\s)([@:])([\p{L}\p{N}_+-]{0,30})$/u.exec(text.slice(0, caret))
  if (!found) return undefined
  const [, sign, words = ''] = found
  if (sign === ':' && words.length < fewestLetters) return undefined
  return { sign: sign === '@' ? '@' : ':', words, from: caret - words.length - 1 }
}

/** The text with what was chosen in the place of what was typed, and where the caret stands then. */
export function completed(text: string, caret: number, { from }: Completing, chosen: string): { text: string; caret: number } {
  const put = `${chosen} `
  return { text: text.slice(0, from) + put + text.slice(caret).replace(/^ /, ''), caret: from + put.length }
}

/** For comparing: without case and accents. */
export const folded = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()

export interface Named {
  name: string
  party: Address
}

/** A text with names after `@` as WhatsApp wants them, numbers, and whom it mentions. */
export function withMentions(text: string, members: readonly Named[]): { text: string; mentions: Address[] } {
  const mentions = new Set<Address>()
  // Of two names that begin alike the longer one is meant.
  const byLength = members.filter(({ name }) => name !== '').sort((a, b) => b.name.length - a.name.length)
  let out = ''
  let at = 0
  while (at < text.length) {
    const isSign = text[at] === '@' && !/\S/.test(text[at - 1] ?? ' ')
    const found = isSign ? byLength.find(({ name }) => isNamed(text, at + 1, name)) : undefined
    if (found) {
      mentions.add(found.party)
      out += `@${phoneDigits(found.party.pn ?? found.party.lid ?? '')}`
      at += 1 + found.name.length
    } else out += text[at++]
  }
  return { text: out, mentions: [...mentions] }
}

const isNamed = (text: string, at: number, name: string): boolean =>
  text.startsWith(name, at) && !/^[\p{L}\p{N}]/u.test(text.slice(at + name.length))
