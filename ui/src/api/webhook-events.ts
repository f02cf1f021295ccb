// What events make of webhooks and of what they deliver.
import type { Reducer } from './reducer'
import { tenantKeys } from './tenant'

export const webhookReducer = {
  answers: (tenantId) => [tenantKeys.webhooks(tenantId)],
  naming: (tenantId) => [tenantKeys.deliveries(tenantId)],
  on: {
    'webhook.disabled': {
      follow: (client, tenantId) => {
        void client.invalidateQueries({ queryKey: tenantKeys.webhooks(tenantId) })
        void client.invalidateQueries({ queryKey: tenantKeys.deliveries(tenantId) })
      },
    },
  },
} satisfies Reducer
