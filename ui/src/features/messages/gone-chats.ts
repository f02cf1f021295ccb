import { type QueryClient, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'

import { troubleOf } from '../../api/problem'
import { removals } from '../../api/removals'
import { chat as chatQuery, messages as messagesQuery } from '../../api/tenant'
import { answeringOf } from './acting/answering'
import { trayOf } from './composing/tray'
import { drafts } from './drafts'
import { senderOf } from './sender'

/** What was written for a chat that is gone goes with it: it was deleted, or who it was with was erased, maybe elsewhere. */
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
    if (!(await isRefused(client.fetchQuery({ ...chatQuery(tenantId, id), staleTime: 0, retry: false })))) continue
    drafts.set(tenantId, id, '')
    sender.discardAll(id)
    trayOf(tenantId, id).clear()
    answeringOf(tenantId, id).set(null)
  }
  if (chatId !== undefined) return
  const isGone = (id: string, messageId: string) =>
    isRefused(client.fetchInfiniteQuery({ ...messagesQuery(tenantId, id, messageId), staleTime: 0, retry: false }))
  await sender.dropQuotes(isGone)
}

/** Whether somebody has chosen files or a message to answer, which lie in this page alone. */
const isBegun = (tenantId: string, chatId: string): boolean =>
  trayOf(tenantId, chatId).store.get().items.length > 0 || answeringOf(tenantId, chatId).get() !== null

const isRefused = (asked: Promise<unknown>): Promise<boolean> =>
  asked.then(
    () => false,
    (error: unknown) => troubleOf(error).code === 'not_found',
  )
