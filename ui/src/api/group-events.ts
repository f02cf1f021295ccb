// What events make of who is in a group.
import type { Reducer } from './reducer'
import { tenantKeys } from './tenant'

export const groupReducer = {
  answers: (tenantId) => [tenantKeys.participantLists(tenantId)],
  naming: (tenantId) => [['join-requests', tenantId]],
  on: {
    'chat.updated': {
      // Who is in it, and who may what there, is told by its chat alone; only whoever looks at it reads it again.
      follow: (client, tenantId, { data: { id, kind } }) => {
        if (kind !== 'direct') void client.invalidateQueries({ queryKey: tenantKeys.participants(tenantId, id) })
      },
    },
  },
} satisfies Reducer
