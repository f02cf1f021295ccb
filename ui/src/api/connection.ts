import { createStore, useStore } from '../lib/store'

/** How news reach this page: by the socket, by asking every few seconds, or not at all. */
export type ConnectionState = 'opening' | 'live' | 'asking' | 'down'

export const connection = createStore<ConnectionState>('opening')

export function useConnection(): ConnectionState {
  return useStore(connection)
}
