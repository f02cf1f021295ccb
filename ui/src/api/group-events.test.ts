import type { QueryClient } from '@tanstack/react-query'
import { beforeEach, describe, expect, it } from 'vitest'

import { cacheOfAChat } from '../testing/cache'
import { chat, chatId, event, tenantId } from '../testing/world'
import { applyEvent } from './live'
import { tenantKeys } from './tenant'
import type { PortalEvent } from './types'

let client: QueryClient
const apply = (event: PortalEvent) => applyEvent(client, tenantId, event)

beforeEach(() => {
  client = cacheOfAChat()
})

describe('an event', () => {
  it('of a group has its people read again, and of a chat of two has not', () => {
    const key = tenantKeys.participants(tenantId, chatId)
    client.setQueryData(key, [])
    apply(event(1, { type: 'chat.updated', data: chat({ lastEventNumber: 1 }) }))
    expect(client.getQueryState(key)?.isInvalidated).toBe(false)
    apply(event(2, { type: 'chat.updated', data: chat({ kind: 'group', lastEventNumber: 2 }) }))
    expect(client.getQueryState(key)?.isInvalidated).toBe(true)
  })
})
