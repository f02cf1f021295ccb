// What events make of numbers that were linked before.
import { earlierKeys } from './earlier-accounts'
import type { Reducer } from './reducer'

export const earlierAccountReducer = {
  on: {
    'earlier_account.updated': { follow: (client, tenantId) => void client.invalidateQueries({ queryKey: earlierKeys.all(tenantId) }) },
  },
} satisfies Reducer
