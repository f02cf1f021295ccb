import type { SessionWord } from '../api/types'
import { sessionWords } from '../features/session/session-words'

/** What the address says of the list. */
export interface TenantsSearch {
  search?: string
  status?: SessionWord
}

export function readTenantsSearch(raw: Record<string, unknown>): TenantsSearch {
  const status = sessionWords.find((word) => word === raw.status)
  return {
    ...(typeof raw.search === 'string' && raw.search !== '' ? { search: raw.search.slice(0, 100) } : {}),
    ...(status ? { status } : {}),
  }
}
