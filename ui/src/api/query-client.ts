import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query'

import { isLoggedOut, isPassing } from './problem'

/** The cache of what the server said. `onLoggedOut` is told when the login has ended, whoever finds out. */
export function createQueryClient(onLoggedOut: () => void): QueryClient {
  const onError = (error: unknown) => {
    if (isLoggedOut(error)) onLoggedOut()
  }
  return new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      queries: {
        // The socket keeps it fresh; see live.ts.
        staleTime: 30_000,
        retry: (failures, error) => isPassing(error) && failures < 2,
        // A browser's own idea of being offline is wrong on a machine without Internet.
        networkMode: 'always',
      },
      mutations: { networkMode: 'always' },
    },
  })
}
