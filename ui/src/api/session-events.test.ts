import type { QueryClient } from '@tanstack/react-query'
import { beforeEach, describe, expect, it } from 'vitest'

import { cacheOfAChat } from '../testing/cache'
import { event, portal, session, tenantId } from '../testing/world'
import { applyEvent } from './live'
import { tenantKeys } from './tenant'
import type { Portal, PortalEvent } from './types'

let client: QueryClient
const apply = (event: PortalEvent) => applyEvent(client, tenantId, event)

beforeEach(() => {
  client = cacheOfAChat()
})

describe('an event', () => {
  it('of the session changes what the portal shows', () => {
    client.setQueryData(tenantKeys.portal(tenantId), portal())
    const lost = session({ status: 'reconnecting', cause: 'connection_lost', next: 'retry', nextAtMs: 5_000 })
    apply(event(1, { type: 'session.status_changed', data: lost }))
    expect(client.getQueryData<Portal>(tenantKeys.portal(tenantId))?.session).toEqual(lost)
  })
})
