// Which of the answers in hand lack something that no event will tell any more. They stay marked until the server has
// answered anew: an event that is put into one in between does not make it whole.
import type { Query, QueryClient, QueryKey } from '@tanstack/react-query'

import { isPassing } from './problem'

/** An answer that is looked at and did not come is asked for again after so long. */
const againMs = 5_000

/** Answers that lack something, and whether they were asked for since. */
const lacking = new WeakMap<Query, { isAsked: boolean }>()

/** What nobody looks at is forgotten; the rest is read again, until it has come. */
export function readAnew(client: QueryClient, keys: readonly QueryKey[]): void {
  for (const queryKey of keys) {
    for (const query of client.getQueryCache().findAll({ queryKey })) {
      if (query.getObserversCount() === 0) client.getQueryCache().remove(query)
      else lacking.set(query, { isAsked: false })
    }
    void client.invalidateQueries({ queryKey })
  }
}

/** Keeps account of what lacks something, until the returned function is called. */
export function followGaps(client: QueryClient): () => void {
  const timers = new Set<ReturnType<typeof setTimeout>>()
  const askAgain = (query: Query) => void client.invalidateQueries({ queryKey: query.queryKey, exact: true })
  const leave = client.getQueryCache().subscribe((news) => {
    if (news.type !== 'updated') return
    const query = news.query as Query
    const gap = lacking.get(query)
    if (!gap) return
    const { action } = news
    // A page more of it fills no gap in what is there.
    if (action.type === 'fetch') gap.isAsked = action.meta?.fetchMore === undefined
    else if (action.type === 'success') {
      if (action.manual === true) query.invalidate()
      else if (gap.isAsked) lacking.delete(query)
      // It was asked for before the gap, and did not have to be asked for again.
      else askAgain(query)
    } else if (action.type === 'error') {
      // The server has no such thing for whoever asks, and will not have it in five seconds.
      if (!isPassing(action.error)) {
        lacking.delete(query)
        return
      }
      const timer = setTimeout(() => {
        timers.delete(timer)
        if (lacking.has(query)) askAgain(query)
      }, againMs)
      timers.add(timer)
    }
  })
  return () => {
    timers.forEach(clearTimeout)
    leave()
  }
}
