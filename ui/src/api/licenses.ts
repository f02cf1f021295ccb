import { queryOptions } from '@tanstack/react-query'

import { Trouble } from './problem'

/** What Portaria is made of, as the server tells it: a text of half a megabyte, for who asks. */
export const licenses = queryOptions({
  queryKey: ['licenses'],
  queryFn: async () => {
    const asked = await fetch('/licenses.txt').catch(() => null)
    if (!asked) throw new Trouble('offline', null)
    if (!asked.ok) throw new Trouble('internal', null)
    return asked.text()
  },
  staleTime: Infinity,
})
