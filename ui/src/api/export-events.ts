// What events make of the archives of all data.
import { exportKeys } from './exports'
import type { EventOf, Reducer, Taken } from './reducer'

const asked: Taken<EventOf<'export.updated' | 'export.removed'>> = {
  follow: (client, tenantId) => void client.invalidateQueries({ queryKey: exportKeys.all(tenantId) }),
}

export const exportReducer = {
  answers: (tenantId) => [exportKeys.all(tenantId)],
  on: { 'export.updated': asked, 'export.removed': asked },
} satisfies Reducer
