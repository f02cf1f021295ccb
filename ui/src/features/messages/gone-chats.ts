import { type QueryClient, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'

import { answer, http } from '../../api/http'
import { troubleOf } from '../../api/problem'
import { removals } from '../../api/removals'
import { tenantKeys } from '../../api/tenant'
import type { Chat } from '../../api/types'
import { answeringOf, dropAnswering, moveAnswering } from './acting/answering'
import { trayOf } from './composing/tray'
import { drafts } from './drafts'
import { senderOf } from './sender'

/**
 * What was written for a chat that is gone goes with it: it was deleted, or who it was with was erased, maybe elsewhere.
 * Where the chat became another one, it goes over to that one.
 */
export function useForgettingGone(tenantId: string): void {
  const client = useQueryClient()
  useEffect(() => {
    const look = (chatId?: string) => void forgetGone(client, tenantId, chatId)
    look()
    return removals.follow((whose, chatId) => {
      if (whose === tenantId) look(chatId)
    })
  }, [client, tenantId])
}

/** Looks whether a chat is gone, or any, for which something is kept here. Only the server's word counts. */
export async function forgetGone(client: QueryClient, tenantId: string, chatId?: string): Promise<void> {
  const sender = senderOf(client, tenantId)
  const kept = new Set([...drafts.chats(tenantId), ...sender.waitsIn()])
  if (chatId !== undefined && isBegun(tenantId, chatId)) kept.add(chatId)
  for (const id of kept) {
    if (chatId !== undefined && id !== chatId) continue
    const now = await chatNow(tenantId, id)
    if (now === null) {
      drafts.set(tenantId, id, '')
      sender.discardAll(id)
      trayOf(tenantId, id).clear()
      answeringOf(tenantId, id).set(null)
    } else if (now !== undefined && now.id !== id) become(client, tenantId, id, now)
  }
  if (chatId !== undefined) return
  const isGone = (id: string, messageId: string) => isMessageGone(tenantId, id, messageId)
  await sender.dropQuotes(isGone)
  await dropAnswering(tenantId, isGone)
}

/** Where its conversation is open, that hands over what was begun as it turns to the other chat, and not before. */
function become(client: QueryClient, tenantId: string, id: string, now: Chat): void {
  const queryKey = tenantKeys.chat(tenantId, id)
  if (client.getQueryCache().find({ queryKey })?.isActive() === true) client.setQueryData<Chat>(queryKey, now)
  else handOver(client, tenantId, id, now.id)
}

/** Hands over what was written for a chat, and has not left, to the one that it became. A second time there is nothing left to hand over. */
export function handOver(client: QueryClient, tenantId: string, from: string, to: string): void {
  drafts.move(tenantId, from, to)
  senderOf(client, tenantId).move(from, to)
  trayOf(tenantId, from).moveTo(trayOf(tenantId, to))
  moveAnswering(tenantId, from, to)
}

/** Whether somebody has chosen files or a message to answer, which lie in this page alone. */
const isBegun = (tenantId: string, chatId: string): boolean =>
  trayOf(tenantId, chatId).store.get().items.length > 0 || answeringOf(tenantId, chatId).get() !== null

/** The chat that the server has for an id: another one where it became that, none where it is gone. Nothing where it says nothing. */
const chatNow = (tenantId: string, chatId: string): Promise<Chat | null | undefined> =>
  answer(http.GET('/api/whatsapp/{tenantId}/chats/{chatId}', { params: { path: { tenantId, chatId } } })).catch((error: unknown) =>
    isNotFound(error) ? null : undefined,
  )

const isMessageGone = (tenantId: string, chatId: string, around: string): Promise<boolean> => {
  const params = { path: { tenantId, chatId }, query: { around, limit: 1 } }
  return answer(http.GET('/api/whatsapp/{tenantId}/chats/{chatId}/messages', { params })).then(() => false, isNotFound)
}

const isNotFound = (error: unknown): boolean => troubleOf(error).code === 'not_found'
