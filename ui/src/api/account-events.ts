// What events make of what others see of the account.
import { accountKeys } from './account'
import type { Reducer } from './reducer'
import type { Preferences } from './types'

export const accountReducer = {
  answers: (tenantId) => [accountKeys.preferences(tenantId)],
  on: {
    'preferences.changed': {
      put: (client, tenantId, { data }) => void client.setQueryData<Preferences>(accountKeys.preferences(tenantId), data),
    },
  },
} satisfies Reducer
