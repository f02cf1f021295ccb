// When the tenant answers, and what is sent without anybody.
import { queryOptions } from '@tanstack/react-query'

import { longestWaitMs, minuteMs } from '../lib/now'
import { answer, http } from './http'
import type { AutomaticMessagesBody, BusinessHoursBody } from './types'

export const hoursKeys = {
  hours: (tenantId: string) => ['business-hours', tenantId] as const,
  automatic: (tenantId: string) => ['automatic-messages', tenantId] as const,
}

const of = (tenantId: string) => ({ params: { path: { tenantId } } })

/**
 * After how long it is asked again whether it is open: shortly after that changes. Where it should have changed already, the
 * server's clock is behind this one, and is asked each minute.
 */
export function askAgainInMs(changesAtMs: number, nowMs: number): number {
  const leftMs = changesAtMs - nowMs
  return leftMs <= 0 ? minuteMs : Math.min(leftMs + 1_000, longestWaitMs)
}

/** When the tenant answers, and whether that is now; read again when that changes. */
export const businessHours = (tenantId: string) =>
  queryOptions({
    queryKey: hoursKeys.hours(tenantId),
    queryFn: () => answer(http.GET('/api/whatsapp/{tenantId}/business-hours', of(tenantId))),
    refetchInterval: ({ state }) => {
      const changesAtMs = state.data?.changesAtMs ?? null
      return changesAtMs === null ? false : askAgainInMs(changesAtMs, Date.now())
    },
  })

/** What is sent without anybody. News keep it fresh. */
export const automaticMessages = (tenantId: string) =>
  queryOptions({
    queryKey: hoursKeys.automatic(tenantId),
    queryFn: () => answer(http.GET('/api/whatsapp/{tenantId}/automatic-messages', of(tenantId))),
    staleTime: Infinity,
  })

export const hoursActions = {
  set: (tenantId: string, body: BusinessHoursBody) =>
    answer(http.POST('/api/whatsapp/{tenantId}/business-hours', { ...of(tenantId), body })),
  remove: (tenantId: string) => answer(http.DELETE('/api/whatsapp/{tenantId}/business-hours', of(tenantId))),
  setAutomatic: (tenantId: string, body: AutomaticMessagesBody) =>
    answer(http.POST('/api/whatsapp/{tenantId}/automatic-messages', { ...of(tenantId), body })),
}
