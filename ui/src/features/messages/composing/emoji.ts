import { queryOptions } from '@tanstack/react-query'

import { folded } from '../../../lib/folded'

export interface Emoji {
  sign: string
  /** What it is called, in the person's language. */
  name: string
  /** What else it is found by, folded. */
  words: string[]
}

/** Each language's file is fetched when somebody first wants an emoji. */
const files = {
  'pt-BR': () => import('emojibase-data/pt/compact.json'),
  en: () => import('emojibase-data/en/compact.json'),
  es: () => import('emojibase-data/es/compact.json'),
}

/** Every emoji with its words, in the order that Unicode gives them. */
export const emojis = (language: string) =>
  queryOptions({
    queryKey: ['emojis', language],
    queryFn: async (): Promise<Emoji[]> => {
      const load = files[language as keyof typeof files] ?? files.en
      const { default: all } = await load()
      return all
        .filter(({ group }) => group !== undefined)
        .sort((a, b) => (a.order ?? 0) - (b.order ?? 0))
        .map(({ unicode, label, tags = [] }) => ({ sign: unicode, name: label, words: [label, ...tags].map(folded) }))
    },
    staleTime: Infinity,
    gcTime: Infinity,
  })

/** Those that a word finds, best first: by the beginning of the name, then of any of its words. */
export function found(all: readonly Emoji[], words: string): Emoji[] {
  const wanted = folded(words)
  if (wanted === '') return [...all]
  const rank = ({ words: [name = '', ...others] }: Emoji) => {
    if (name.startsWith(wanted)) return 0
    if (others.some((other) => other.startsWith(wanted))) return 1
    return [name, ...others].some((word) => word.includes(` ${wanted}`)) ? 2 : 3
  }
  return all
    .map((emoji) => [rank(emoji), emoji] as const)
    .filter(([rank]) => rank < 3)
    .sort(([a], [b]) => a - b)
    .map(([, emoji]) => emoji)
}
