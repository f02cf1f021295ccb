// What events make of quick replies.
import { withReply } from './quick-replies'
import type { Reducer } from './reducer'
import { tenantKeys } from './tenant'
import type { QuickReply } from './types'

export const quickReplyReducer = {
  answers: (tenantId) => [tenantKeys.quickReplies(tenantId)],
  on: {
    'quick_reply.updated': {
      put: (client, tenantId, { data }) => {
        client.setQueryData<QuickReply[]>(tenantKeys.quickReplies(tenantId), (all) => all && withReply(all, data))
      },
    },
    'quick_reply.removed': {
      put: (client, tenantId, { data: { quickReplyId } }) => {
        client.setQueryData<QuickReply[]>(tenantKeys.quickReplies(tenantId), (all) => all?.filter(({ id }) => id !== quickReplyId))
      },
    },
  },
} satisfies Reducer
