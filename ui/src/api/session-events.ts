// What events make of the session, as the portal shows it, and of what it waits for.
import type { Reducer } from './reducer'
import { tenantKeys } from './tenant'
import type { Portal } from './types'

export const sessionReducer = {
  answers: (tenantId) => [tenantKeys.portal(tenantId)],
  on: {
    'session.status_changed': {
      put: (client, tenantId, { number, data }) => {
        client.setQueryData<Portal>(
          tenantKeys.portal(tenantId),
          (portal) => portal && (number > portal.lastEventNumber ? { ...portal, session: data, lastEventNumber: number } : portal),
        )
      },
      follow: (client, tenantId, { data: { status, cause } }) => {
        if (status === 'connected' || status === 'logged_out' || cause === 'unexpected_number') {
          void client.invalidateQueries({ queryKey: tenantKeys.portal(tenantId) })
        }
        if (status === 'pairing' || status === 'starting') void client.invalidateQueries({ queryKey: tenantKeys.qr(tenantId) })
        if (cause === 'passkey_asked' || cause === 'passkey_compare') {
          void client.invalidateQueries({ queryKey: tenantKeys.passkey(tenantId) })
        }
      },
    },
  },
} satisfies Reducer
