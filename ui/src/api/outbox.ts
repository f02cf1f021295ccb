// What has not left yet.
import { queryOptions } from '@tanstack/react-query'

import { answer, http } from './http'
import { troubleOf } from './problem'
import { tenantKeys, whileNotLive } from './tenant'
import type { Message, WaitingSend } from './types'

/** Something that waits for its hour. */
export interface Scheduled extends WaitingSend {
  nextAtMs: number
}

const isScheduled = (one: WaitingSend): one is Scheduled => one.state === 'scheduled' && one.nextAtMs !== null

/** What was written for later, the next to leave first: in one chat, or in all. */
export const scheduled = (tenantId: string, chatId?: string) =>
  queryOptions({
    queryKey: tenantKeys.scheduled(tenantId, chatId),
    queryFn: async ({ signal }): Promise<Scheduled[]> => {
      const all: WaitingSend[] = []
      let cursor: string | null = null
      do {
        const query: { chatId?: string; cursor?: string; limit: number } = {
          limit: 200,
          ...(chatId && { chatId }),
          ...(cursor && { cursor }),
        }
        const page: { items: WaitingSend[]; nextCursor: string | null } = await answer(
          http.GET('/api/whatsapp/{tenantId}/outbox', { params: { path: { tenantId }, query }, signal }),
        )
        all.push(...page.items)
        cursor = page.nextCursor
      } while (cursor !== null)
      return all.filter(isScheduled).sort((one, other) => one.nextAtMs - other.nextAtMs)
    },
    refetchInterval: whileNotLive(10_000),
  })

/** A message by its id; null where there is none: it is gone, or what waits changes another message. */
export const storedMessage = (tenantId: string, chatId: string, messageId: string) =>
  queryOptions({
    queryKey: tenantKeys.message(tenantId, chatId, messageId),
    queryFn: async (): Promise<Message | null> => {
      const query = { around: messageId, limit: 3 }
      const path = { tenantId, chatId }
      try {
        const { items } = await answer(http.GET('/api/whatsapp/{tenantId}/chats/{chatId}/messages', { params: { path, query } }))
        return items.find(({ id, fromMe }) => id === messageId && fromMe) ?? null
      } catch (error) {
        // Around what is no message there is nothing.
        if (troubleOf(error).code === 'not_found') return null
        throw error
      }
    },
    staleTime: 60_000,
  })

/** So many can be cancelled by one request. */
const mostAtOnce = 1_000

export const outboxActions = {
  /** Takes these out, wherever they are; says how many had left before. */
  cancel: async (tenantId: string, ids: readonly string[]): Promise<{ leaving: number }> => {
    let leaving = 0
    for (let from = 0; from < ids.length; from += mostAtOnce) {
      const body = { ids: ids.slice(from, from + mostAtOnce) }
      leaving += (await answer(http.POST('/api/whatsapp/{tenantId}/outbox/cancel', { params: { path: { tenantId } }, body }))).leaving
    }
    return { leaving }
  },
}
