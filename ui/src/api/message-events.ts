// What events, and what was done here, make of messages: in conversations and in galleries.
import type { QueryClient } from '@tanstack/react-query'

import { isInGallery } from './gallery'
import { dropScheduled } from './outbox-events'
import { dropItems, mapItems, type Pages, putItem } from './pages'
import type { EventOf, Reducer, Taken } from './reducer'
import { tenantKeys } from './tenant'
import type { Message, MessagePage } from './types'

const carried: Taken<EventOf<'message.received' | 'message.created' | 'message.updated'>> = {
  put: (client, tenantId, { data }) => putMessage(client, tenantId, data.message),
}

export const messageReducer = {
  answers: (tenantId) => [tenantKeys.messageLists(tenantId), tenantKeys.galleries(tenantId)],
  naming: (tenantId) => [
    ['message', tenantId],
    ['found', tenantId],
    ['receipts', tenantId],
  ],
  on: {
    'message.received': carried,
    'message.created': carried,
    'message.updated': carried,
    'message.status_changed': {
      put: (client, tenantId, { data: { chatId, id, status, failure } }) => {
        const move = (message: Message) => (message.id === id && message.fromMe ? { ...message, status, failure } : message)
        client.setQueriesData<Pages<MessagePage>>(
          { queryKey: tenantKeys.messages(tenantId, chatId) },
          (pages) => pages && mapItems(pages, move),
        )
      },
    },
  },
} satisfies Reducer

/** An id is unique within a chat and a writer, of whom one address may have become known later than the other. */
function isSameMessage(one: Message, other: Message): boolean {
  if (one.id !== other.id || one.fromMe !== other.fromMe) return false
  const differ = (a: string | null, b: string | null) => a !== null && b !== null && a !== b
  return one.fromMe || (!differ(one.sender.lid, other.sender.lid) && !differ(one.sender.pn, other.sender.pn))
}

/** A message into its conversation and its chat's gallery, as it is now. */
export function putMessage(client: QueryClient, tenantId: string, message: Message): void {
  const isSame = (other: Message) => isSameMessage(message, other)
  if (message.marks.isDeletedForMe === true) return takeOut(client, tenantId, message.chatId, isSame)
  const put = (pages: Pages<MessagePage>) => {
    // Pages around something older end before what is newest: only what they hold is changed.
    if (pages.pages[0]?.newerCursor != null) return mapItems(pages, (other) => (isSame(other) ? message : other))
    return putItem(pages, message, isSame, ({ placeMs }) => placeMs)
  }
  client.setQueriesData<Pages<MessagePage>>({ queryKey: tenantKeys.messages(tenantId, message.chatId) }, (pages) => pages && put(pages))
  for (const [key, pages] of client.getQueriesData<Pages<MessagePage>>({ queryKey: tenantKeys.galleriesOf(tenantId, message.chatId) })) {
    if (!pages) continue
    const [, , , part] = key as ReturnType<typeof tenantKeys.gallery>
    // It may have been deleted, or say something else now.
    client.setQueryData(key, isInGallery(part, message) ? put(pages) : dropItems(pages, isSame))
  }
}

/** Takes an own message out of its conversation: one that never left. */
export function dropMessage(client: QueryClient, tenantId: string, { chatId, id }: Pick<Message, 'chatId' | 'id'>): void {
  takeOut(client, tenantId, chatId, (other) => other.id === id && other.fromMe)
  dropScheduled(client, tenantId, id)
}

function takeOut(client: QueryClient, tenantId: string, chatId: string, isIt: (other: Message) => boolean): void {
  for (const queryKey of [tenantKeys.messages(tenantId, chatId), tenantKeys.galleriesOf(tenantId, chatId)]) {
    client.setQueriesData<Pages<MessagePage>>({ queryKey }, (pages) => pages && dropItems(pages, isIt))
  }
}
