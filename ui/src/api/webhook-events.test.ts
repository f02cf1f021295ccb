import type { QueryClient } from '@tanstack/react-query'
import { beforeEach, describe, expect, it } from 'vitest'

import { cacheOfAChat } from '../testing/cache'
import { event, tenantId } from '../testing/world'
import { applyEvent } from './live'
import { tenantKeys } from './tenant'
import type { PortalEvent } from './types'

let client: QueryClient
const apply = (event: PortalEvent) => applyEvent(client, tenantId, event)

beforeEach(() => {
  client = cacheOfAChat()
})

describe('an event', () => {
  it('of a webhook that was disabled has webhooks and their deliveries read again', () => {
    const known = [tenantKeys.webhooks(tenantId), [...tenantKeys.deliveries(tenantId), 'w1', 'log', null]] as const
    for (const key of known) client.setQueryData(key, [])
    apply(event(1, { type: 'webhook.disabled', data: { webhookId: 'w1', reason: 'gone' } }))
    for (const key of known) expect(client.getQueryState(key)?.isInvalidated, key.join(' ')).toBe(true)
  })
})
