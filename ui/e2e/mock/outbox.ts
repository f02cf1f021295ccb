// What waits for its hour in the mocked world.
import type { Message, WaitingSend } from '../../src/api/types'

import { type Answer, page, problem } from './answers'

interface Known {
  sent: Map<string, Message>
  outbox: Map<string, 'again' | 'discarded'>
  scheduled: Map<string, number>
}

/** What `…/outbox` answers. */
export function outboxPlane(state: Known, method: string, url: URL, body: object): Answer {
  if (method === 'POST') {
    const { ids } = body as { ids: string[] }
    const waiting = ids.filter((id) => state.scheduled.delete(id))
    for (const id of waiting) state.outbox.set(id, 'discarded')
    const known = ids.filter((id) => [...state.sent.values()].some((one) => one.id === id))
    return [200, { cancelled: waiting.length, leaving: known.length - waiting.length }]
  }
  const chatId = url.searchParams.get('chatId')
  const items = [...state.sent.values()].flatMap((message): WaitingSend[] => {
    const nextAtMs = state.scheduled.get(message.id)
    if (nextAtMs === undefined || (chatId !== null && message.chatId !== chatId)) return []
    const { id, chatId: inChat, clientKey, placeMs: queuedAtMs } = message
    return [{ id, chatId: inChat, state: 'scheduled', attempts: 0, nextAtMs, queuedAtMs, failure: null, clientKey }]
  })
  return page(items, url.searchParams, [50, 200])
}

/** Has one message leave again that did not, or takes it out: one that may have left is not taken out any more. */
export function outboxOf(state: Known, method: string, message: Message | undefined): Answer {
  if (!message?.fromMe) return problem(404, 'not_found')
  const isHere = state.scheduled.has(message.id) || message.status === 'failed'
  if (method === 'DELETE' && !isHere) return problem(409, 'may_have_left')
  state.scheduled.delete(message.id)
  state.outbox.set(message.id, method === 'DELETE' ? 'discarded' : 'again')
  return method === 'DELETE' ? [204] : [202]
}
