// What events, and what was done here, make of chats, in every list that shows them.
import type { QueryClient } from '@tanstack/react-query'

import { isIn, isSpan } from './chat-filter'
import { connection } from './connection'
import { readPeopleAgain } from './contact-events'
import { readAnew } from './gaps'
import { dropItems, mapItems, type Pages, putItem } from './pages'
import type { EventOf, Reducer, Taken } from './reducer'
import { removals } from './removals'
import { tenantKeys } from './tenant'
import type { Chat, ChatPage, RefusedChange } from './types'

const carried: Taken<EventOf<'message.received' | 'message.created' | 'message.updated'>> = {
  put: (client, tenantId, { data }) => putChat(client, tenantId, data.chat),
}

export const chatReducer = {
  answers: (tenantId) => [tenantKeys.chatLists(tenantId), ['chat', tenantId], tenantKeys.labels(tenantId)],
  naming: (tenantId) => [['profile', tenantId]],
  on: {
    'message.received': carried,
    'message.created': carried,
    'message.updated': carried,
    'message.status_changed': {
      // Where it stands as its chat's last.
      put: (client, tenantId, { number, data: { chatId, id, status, failure } }) => {
        const move = (chat: Chat): Chat => {
          const { lastMessage } = chat
          if (chat.id !== chatId || lastMessage === null || number <= chat.lastEventNumber) return chat
          const isIt = lastMessage.id === id && lastMessage.fromMe
          return { ...chat, lastMessage: isIt ? { ...lastMessage, status, failure } : lastMessage, lastEventNumber: number }
        }
        client.setQueriesData<Pages<ChatPage>>({ queryKey: tenantKeys.chatLists(tenantId) }, (pages) => pages && mapItems(pages, move))
        client.setQueryData<Chat>(tenantKeys.chat(tenantId, chatId), (chat) => chat && move(chat))
      },
    },
    'chat.updated': { put: (client, tenantId, { data }) => putChat(client, tenantId, data) },
    'chat.removed': {
      put: (client, tenantId, { data: { chatId } }) => {
        client.setQueriesData<Pages<ChatPage>>(
          { queryKey: tenantKeys.chatLists(tenantId) },
          (pages) => pages && dropItems(pages, ({ id }) => id === chatId),
        )
      },
      follow: (client, tenantId, { data: { chatId } }) => {
        readAnew(client, [tenantKeys.chat(tenantId, chatId)])
        removals.tell(tenantId, chatId)
      },
    },
    'labels.changed': { follow: (client, tenantId) => void client.invalidateQueries({ queryKey: tenantKeys.labels(tenantId) }) },
    'change.refused': {
      follow: (client, tenantId, { data }) => void client.setQueryData<RefusedChange>(tenantKeys.refused(tenantId), data),
    },
  },
} satisfies Reducer

/** A chat wherever it is shown, unless something newer is known of it. */
export function putChat(client: QueryClient, tenantId: string, chat: Chat): void {
  const newer = (known: Chat) => (chat.lastEventNumber >= known.lastEventNumber ? chat : known)
  let isBlockedAnew = false
  const note = (known: Chat | undefined) => (isBlockedAnew ||= known !== undefined && newer(known).isBlocked !== known.isBlocked)
  for (const [key, pages] of client.getQueriesData<Pages<ChatPage>>({ queryKey: tenantKeys.chatLists(tenantId) })) {
    if (!pages) continue
    const [, , search, filter] = key as ReturnType<typeof tenantKeys.chats>
    const known = pages.pages.flatMap(({ items }) => items).find(({ id }) => id === chat.id)
    note(known)
    const shown = known ? newer(known) : chat
    const isSame = ({ id }: Chat) => id === chat.id
    // What a search finds, and what happened when, is the server's to know.
    const isMember = search !== '' || isSpan(filter) ? 'asked' : isIn(filter, shown)
    if (isMember === 'asked' ? known !== undefined : isMember) {
      client.setQueryData(
        key,
        putItem(pages, shown, isSame, ({ lastActivityMs }) => lastActivityMs),
      )
    } else if (isMember === 'asked') {
      readAnew(client, [key])
    } else if (known) client.setQueryData(key, dropItems(pages, isSame))
  }
  note(client.getQueryData<Chat>(tenantKeys.chat(tenantId, chat.id)))
  client.setQueryData<Chat>(tenantKeys.chat(tenantId, chat.id), (known) => known && newer(known))
  // Whom the account blocks stands among the contacts, too.
  if (isBlockedAnew) readPeopleAgain(client, tenantId)
}

/** Something was done in a chat. Where no event will tell of it, it is asked for. */
export function noticeChange(client: QueryClient, tenantId: string, chatId: string): void {
  if (connection.get() === 'live') return
  for (const key of [
    tenantKeys.chatLists(tenantId),
    tenantKeys.chat(tenantId, chatId),
    tenantKeys.messages(tenantId, chatId),
    tenantKeys.galleriesOf(tenantId, chatId),
  ]) {
    void client.invalidateQueries({ queryKey: key })
  }
}
