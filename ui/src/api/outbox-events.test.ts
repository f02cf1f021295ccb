import { type QueryClient, QueryObserver } from '@tanstack/react-query'
import { beforeEach, describe, expect, it } from 'vitest'

import { cacheOfAChat, shownMessages, told } from '../testing/cache'
import { chat, chatId, event, tenantId } from '../testing/world'
import { applyEvent } from './live'
import { dropMessage } from './message-events'
import { tenantKeys } from './tenant'
import type { PortalEvent } from './types'

let client: QueryClient
/** Somebody looks at it, until the returned function is called; nothing is asked for. */
const look = (queryKey: readonly unknown[]) => new QueryObserver(client, { queryKey, enabled: false }).subscribe(() => undefined)
const apply = (event: PortalEvent) => applyEvent(client, tenantId, event)

beforeEach(() => {
  client = cacheOfAChat()
})

describe('what waits for the server’s answer', () => {
  it.each(['sending', 'waiting', 'unsent'] as const)('and is %s goes by its key once it is stored', (state) => {
    const key = tenantKeys.outgoing(tenantId, chatId)
    const waiting = { text: 'olá', atMs: 1, state, trouble: null }
    client.setQueryData(key, [
      { key: 'other', ...waiting },
      { key: 'k', ...waiting },
    ])
    apply(told(1, 'created', { id: 'M3', fromMe: true, clientKey: 'k', content: { kind: 'text', text: 'olá' } }))
    expect(client.getQueryData(key)).toMatchObject([{ key: 'other' }])
  })
})

describe('what waits for its hour', () => {
  const key = tenantKeys.scheduled(tenantId, chatId)
  const waiting = [{ id: 'M2', chatId, state: 'scheduled', nextAtMs: 90_000 }]
  const isStale = () => client.getQueryState(key)?.isInvalidated

  it('waits no more once it leaves, and is read again when something is queued or its chat changes', () => {
    client.setQueryData(key, waiting)
    const looked = look(tenantKeys.messages(tenantId, chatId))
    apply(told(1, 'received', { id: 'M3', atMs: 20_000 }))
    expect(isStale()).toBe(false)
    apply(event(2, { type: 'chat.updated', data: chat({ id: 'other', lastEventNumber: 2 }) }))
    expect(isStale()).toBe(false)
    apply(event(3, { type: 'chat.updated', data: chat({ lastEventNumber: 3 }) }))
    expect(isStale()).toBe(true)
    expect(client.getQueryState(tenantKeys.messages(tenantId, chatId))?.isInvalidated, 'its bubble may be gone').toBe(true)
    client.setQueryData(key, waiting)
    apply(told(4, 'created', { id: 'M4', fromMe: true, atMs: 30_000, status: 'queued' }))
    expect(isStale()).toBe(true)
    apply(event(5, { type: 'message.status_changed', data: { chatId, id: 'M2', status: 'sending', failure: null, clientKey: null } }))
    expect(client.getQueryData(key)).toEqual([])
    looked()
  })

  it('that is taken out goes from the conversation', () => {
    apply(told(1, 'created', { id: 'M2', fromMe: true, atMs: 20_000, status: 'queued' }))
    client.setQueryData(key, waiting)
    dropMessage(client, tenantId, { chatId, id: 'M2' })
    expect(shownMessages(client).map(({ id }) => id)).toEqual(['M1'])
    expect(client.getQueryData(key)).toEqual([])
  })
})
