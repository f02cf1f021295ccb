import type { QueryClient } from '@tanstack/react-query'
import { beforeEach, describe, expect, it } from 'vitest'

import { cacheOfAChat, told } from '../testing/cache'
import { tenantId } from '../testing/world'
import { arrivals } from './arrivals'
import { applyEvent } from './live'
import type { PortalEvent } from './types'

let client: QueryClient
const apply = (event: PortalEvent) => applyEvent(client, tenantId, event)

beforeEach(() => {
  client = cacheOfAChat()
})

describe('an event', () => {
  it('of a call is told while it rings and once it is missed, and no other change is', () => {
    const heard: string[] = []
    const leave = arrivals.follow((_, { message: { content } }) => heard.push(content.kind === 'call' ? content.outcome : content.kind))
    const call = (outcome: 'ringing' | 'missed') => ({ id: 'C1', content: { kind: 'call', isVideo: false, outcome } }) as const
    apply(told(1, 'received', call('ringing')))
    apply(told(2, 'updated', { id: 'M2' }))
    apply(told(3, 'updated', call('missed')))
    apply(told(4, 'updated', call('missed')))
    expect(heard).toEqual(['ringing', 'missed'])
    leave()
  })
})
