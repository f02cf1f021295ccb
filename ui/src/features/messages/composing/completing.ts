// What is completed while somebody types: people after `@`, signs after `:`, quick replies after `/`.
import type { Address } from '../../../api/types'
import { phoneDigits } from '../../../lib/phone'

export interface Completing {
  sign: '@' | ':' | '/'
  /** What was typed after the sign. */
  words: string
  /** Where the sign stands in the text. */
  from: number
}

/** Below this a word after `:` is more likely the beginning of a sentence. */
const fewestLetters = 2

/** What the text before the caret asks for. A `/` alone asks for quick replies where the text begins with it. */
export function completingAt(text: string, caret: number): Completing | undefined {
  const reply = /(?:^|\s)\/(\S{0,40})$/u.exec(text.slice(0, caret))
  if (reply) {
    const [, words = ''] = reply
    const from = caret - words.length - 1
    return words === '' && from > 0 ? undefined : { sign: '/', words, from }
  }
  const found = /(?:^|\s)([@:])([\p{L}\p{N}_+-]{0,30})$/u.exec(text.slice(0, caret))
  if (!found) return undefined
  const [, sign, words = ''] = found
  if (sign === ':' && words.length < fewestLetters) return undefined
  return { sign: sign === '@' ? '@' : ':', words, from: caret - words.length - 1 }
}

/** The text with what was chosen in the place of what was typed, and where the caret stands then. */
export function completed(text: string, caret: number, { sign, from }: Completing, chosen: string): { text: string; caret: number } {
  // A quick reply is whole; after a name or a sign the sentence goes on.
  const put = sign === '/' ? chosen : `${chosen} `
  const rest = text.slice(caret)
  return { text: text.slice(0, from) + put + (sign === '/' ? rest : rest.replace(/^ /, '')), caret: from + put.length }
}

export interface Named {
  name: string
  party: Address
}

/**
 * A text with names after `@` as WhatsApp wants them, numbers, and whom it mentions. Of several people of one name those
 * are meant who were picked, the last picked for the last place; without a pick the first member.
 */
export function withMentions(
  text: string,
  members: readonly Named[],
  picked: readonly Named[] = [],
): { text: string; mentions: Address[] } {
  // Of two names that begin alike the longer one is meant.
  const byLength = [...picked, ...members].filter(({ name }) => name !== '').sort((a, b) => b.name.length - a.name.length)
  const parts: (string | { name: string })[] = []
  let at = 0
  while (at < text.length) {
    const isSign = text[at] === '@' && !/\S/.test(text[at - 1] ?? ' ')
    const found = isSign ? byLength.find(({ name }) => isNamed(text, at + 1, name)) : undefined
    parts.push(found ?? text.charAt(at))
    at += found ? 1 + found.name.length : 1
  }
  const mentions = new Map<string, Address>()
  const left = new Map<string, Address[]>()
  for (const name of new Set(parts.flatMap((part) => (typeof part === 'string' ? [] : part.name)))) {
    const places = parts.filter((part) => typeof part !== 'string' && part.name === name).length
    // What was picked and taken out of the text again was picked before what stands there now.
    const meant = picked.filter((one) => one.name === name).slice(-places)
    left.set(
      name,
      (meant.length > 0 ? meant : members.filter((one) => one.name === name).slice(0, 1)).map(({ party }) => party),
    )
  }
  const out = parts.map((part) => {
    if (typeof part === 'string') return part
    const parties = left.get(part.name) ?? []
    const [party] = parties
    // More places than picks: the last one is meant again.
    if (parties.length > 1) parties.shift()
    if (!party) return `@${part.name}`
    const address = party.pn ?? party.lid ?? ''
    mentions.set(address, party)
    return `@${phoneDigits(address)}`
  })
  return { text: out.join(''), mentions: [...mentions.values()] }
}

const isNamed = (text: string, at: number, name: string): boolean =>
  text.startsWith(name, at) && !/^[\p{L}\p{N}]/u.test(text.slice(at + name.length))
