// What events make of when the tenant answers, and of what is sent without anybody.
import { hoursKeys } from './hours'
import type { Reducer } from './reducer'
import type { AutomaticMessages } from './types'

export const hoursReducer = {
  answers: (tenantId) => [hoursKeys.hours(tenantId), hoursKeys.automatic(tenantId)],
  on: {
    'business_hours.changed': { follow: (client, tenantId) => void client.invalidateQueries({ queryKey: hoursKeys.hours(tenantId) }) },
    'automatic_messages.changed': {
      put: (client, tenantId, { data }) => {
        client.setQueryData<AutomaticMessages>(hoursKeys.automatic(tenantId), (known) => known && data)
      },
    },
  },
} satisfies Reducer
