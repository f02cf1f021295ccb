import { folded } from '../lib/folded'

/** So far a page goes. */
const pageOf = 8

/** Where a key leads in an open list; `choose` where it takes what it stands on; nothing where it means nothing here. */
export function afterKey(key: string, isAlt: boolean, at: number, count: number): number | 'choose' | undefined {
  const within = (index: number) => Math.max(0, Math.min(count - 1, index))
  switch (key) {
    case 'ArrowDown':
      return within(at + 1)
    case 'ArrowUp':
      return isAlt ? 'choose' : within(at - 1)
    case 'PageDown':
      return within(at + pageOf)
    case 'PageUp':
      return within(at - pageOf)
    case 'Home':
      return 0
    case 'End':
      return within(count)
    default:
      return undefined
  }
}

/** The option that typed letters mean, from where one stands on and round; one letter again and again goes on to the next. */
export function byWords(options: readonly (readonly [string, string])[], words: string, at: number): number | undefined {
  const typed = folded(words)
  const [letter = ''] = typed
  const isRepeated = [...typed].every((one) => one === letter)
  const wanted = isRepeated ? letter : typed
  const from = isRepeated ? at + 1 : Math.max(0, at)
  const order = options.map((_, index) => (from + index) % options.length)
  return order.find((index) => folded(options[index]?.[1] ?? '').startsWith(wanted))
}
