import { createStore, useStore } from '../lib/store'

/** How news reach this page: by the socket, by asking every few seconds, or not at all. */
export type Line = 'opening' | 'live' | 'asking' | 'down'

export const line = createStore<Line>('opening')

export function useLine(): Line {
  return useStore(line)
}
