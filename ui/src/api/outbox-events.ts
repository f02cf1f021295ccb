// What events, and what was done here, make of what has not left yet.
import type { QueryClient } from '@tanstack/react-query'

import { readAnew } from './gaps'
import type { Scheduled } from './outbox'
import type { Reducer } from './reducer'
import { type Outgoing, tenantKeys } from './tenant'

export const outboxReducer = {
  answers: (tenantId) => [tenantKeys.scheduledLists(tenantId)],
  on: {
    'message.created': {
      follow: (client, tenantId, { data: { chat, message } }) => {
        if (message.status === 'queued') readScheduledAgain(client, tenantId)
        dropOutgoing(client, tenantId, chat.id, message.clientKey)
      },
    },
    'message.updated': {
      follow: (client, tenantId, { data: { chat, message } }) => dropOutgoing(client, tenantId, chat.id, message.clientKey),
    },
    'message.status_changed': {
      // What has begun to leave waits for its hour no more.
      put: (client, tenantId, { data }) => dropScheduled(client, tenantId, data.id),
      follow: (client, tenantId, { data }) => dropOutgoing(client, tenantId, data.chatId, data.clientKey),
    },
    'chat.updated': {
      // What was cancelled elsewhere is told by its chat alone.
      follow: (client, tenantId, { data: { id } }) => {
        if (!isScheduledIn(client, tenantId, id)) return
        readScheduledAgain(client, tenantId)
        readAnew(client, [tenantKeys.messages(tenantId, id)])
      },
    },
  },
} satisfies Reducer

/** Takes a message out of what waits for its hour. */
export function dropScheduled(client: QueryClient, tenantId: string, id: string): void {
  client.setQueriesData<Scheduled[]>({ queryKey: tenantKeys.scheduledLists(tenantId) }, (all) =>
    all?.some((one) => one.id === id) ? all.filter((one) => one.id !== id) : all,
  )
}

/** What waits for its hour is read again, where somebody looks at it. */
export function readScheduledAgain(client: QueryClient, tenantId: string): void {
  void client.invalidateQueries({ queryKey: tenantKeys.scheduledLists(tenantId) })
}

const isScheduledIn = (client: QueryClient, tenantId: string, chatId: string): boolean =>
  client
    .getQueriesData<Scheduled[]>({ queryKey: tenantKeys.scheduledLists(tenantId) })
    .some(([, all]) => all?.some((one) => one.chatId === chatId))

/** Takes what the server has off the texts that wait for its answer. */
function dropOutgoing(client: QueryClient, tenantId: string, chatId: string, clientKey: string | null): void {
  if (clientKey === null) return
  client.setQueryData<Outgoing[]>(tenantKeys.outgoing(tenantId, chatId), (waiting) => waiting?.filter(({ key }) => key !== clientKey))
}
