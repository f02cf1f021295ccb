import { queryOptions } from '@tanstack/react-query'

import { answer, http } from './http'

/** A span of time: from a moment, and up to another or to now. */
export interface Span {
  fromMs: number
  toMs: number
}

export const statisticsKeys = {
  since: (tenantId: string, fromMs: number) => ['statistics', tenantId, fromMs] as const,
}

/** Figures are kept by the hour and change with each message; so often is soon enough. */
const againMs = 60_000

const moments = ({ fromMs, toMs }: Span) => ({ from: new Date(fromMs).toISOString(), to: new Date(toMs).toISOString() })

/** The figures from a moment until now, and those of as much time before. */
export const statistics = (tenantId: string, fromMs: number) =>
  queryOptions({
    queryKey: statisticsKeys.since(tenantId, fromMs),
    queryFn: () => {
      const query = moments({ fromMs, toMs: Date.now() })
      return answer(http.GET('/api/whatsapp/{tenantId}/statistics', { params: { path: { tenantId }, query } }))
    },
    refetchInterval: againMs,
    staleTime: 5_000,
  })

/** The hours of a span as a table to be saved. */
export async function exportedStatistics(tenantId: string, span: Span): Promise<Blob> {
  const params = { path: { tenantId }, query: moments(span) }
  const file: unknown = await answer(http.GET('/api/whatsapp/{tenantId}/statistics/export', { params, parseAs: 'blob' }))
  return file as Blob
}
