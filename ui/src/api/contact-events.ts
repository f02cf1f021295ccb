// What events make of contacts, and of who of them is blocked.
import type { QueryClient } from '@tanstack/react-query'

import { contactKeys } from './contacts'
import type { Reducer } from './reducer'

export const contactReducer = {
  answers: (tenantId) => [contactKeys.all(tenantId), contactKeys.blocked(tenantId)],
  naming: (tenantId) => [['number-check', tenantId], contactKeys.erasures(tenantId)],
  on: {
    'contact.erased': {
      // Whoever looks at them sees them no longer, whatever becomes of the next answer.
      follow: (client, tenantId, { data }) => void client.resetQueries({ queryKey: contactKeys.one(tenantId, data.contactId) }),
    },
  },
} satisfies Reducer

/** Contacts, and who of them is blocked. */
export function readPeopleAgain(client: QueryClient, tenantId: string): void {
  for (const key of [contactKeys.all(tenantId), contactKeys.blocked(tenantId)]) void client.invalidateQueries({ queryKey: key })
}
