import type { QueryClient } from '@tanstack/react-query'

import type { Pages } from '../../api/pages'
import { tenantKeys } from '../../api/tenant'
import type { Chat, ChatPage } from '../../api/types'

/** What this page knows of a chat already, without asking. */
export function knownChat(client: QueryClient, tenantId: string, chatId: string): Chat | undefined {
  const asked = client.getQueryData<Chat>(tenantKeys.chat(tenantId, chatId))
  return asked ?? listedChat(client, tenantId, chatId)
}

/** What a list of chats knows of one. */
export function listedChat(client: QueryClient, tenantId: string, chatId: string): Chat | undefined {
  const lists = client.getQueriesData<Pages<ChatPage>>({ queryKey: tenantKeys.chatLists(tenantId) })
  return lists.flatMap(([, list]) => list?.pages.flatMap(({ items }) => items) ?? []).find(({ id }) => id === chatId)
}
