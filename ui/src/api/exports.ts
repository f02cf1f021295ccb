// All data of the tenant in one archive: begun, followed, saved and taken away.
import { queryOptions } from '@tanstack/react-query'

import { answer, http } from './http'
import type { Language } from '../lib/language'

export const exportKeys = {
  all: (tenantId: string) => ['exports', tenantId] as const,
}

/** Exports, the newest first: the last twenty, and those whose archives are kept. Asked again while one is being made, and where no answer came. */
export const exports = (tenantId: string) =>
  queryOptions({
    queryKey: exportKeys.all(tenantId),
    queryFn: () => answer(http.GET('/api/whatsapp/{tenantId}/exports', { params: { path: { tenantId }, query: { limit: 100 } } })),
    refetchInterval: ({ state: { data, error } }) => {
      if (data?.items.some(({ state }) => state === 'making') === true) return 1_000
      return error === null ? false : 3_000
    },
  })

export const exportActions = {
  /** Begins to put everything into one archive; it goes on by itself. */
  begin: (tenantId: string, media: boolean, language: Language) =>
    answer(http.POST('/api/whatsapp/{tenantId}/exports', { params: { path: { tenantId } }, body: { media, language } })),
  /** Takes an archive away; one that is being made is cancelled. */
  remove: (tenantId: string, exportId: string) =>
    answer(http.DELETE('/api/whatsapp/{tenantId}/exports/{exportId}', { params: { path: { tenantId, exportId } } })),
  /** Where the browser may fetch the archive, and go on fetching it, for as long as it is kept. */
  url: async (tenantId: string, exportId: string): Promise<string> => {
    const { url } = await answer(http.POST('/api/whatsapp/{tenantId}/exports/{exportId}/url', { params: { path: { tenantId, exportId } } }))
    return url
  },
}
