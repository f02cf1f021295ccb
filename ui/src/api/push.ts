// Whether this browser is told of messages while its panel is closed.
import { queryOptions } from '@tanstack/react-query'

import { answer, http } from './http'
import type { NewPushDevice } from './types'

const of = (tenantId: string) => ({ params: { path: { tenantId } } })

export const pushKeys = { state: (tenantId: string) => ['push', tenantId] as const }

const show = (tenantId: string) => answer(http.GET('/api/whatsapp/{tenantId}/push', of(tenantId)))

/** How this browser is told, if it is. */
export const pushState = (tenantId: string) => queryOptions({ queryKey: pushKeys.state(tenantId), queryFn: () => show(tenantId) })

export const pushActions = {
  show,
  begin: (tenantId: string, body: NewPushDevice) => answer(http.POST('/api/whatsapp/{tenantId}/push', { ...of(tenantId), body })),
  end: (tenantId: string) => answer(http.DELETE('/api/whatsapp/{tenantId}/push', of(tenantId))),
  test: (tenantId: string) => answer(http.POST('/api/whatsapp/{tenantId}/push/test', of(tenantId))),
}
