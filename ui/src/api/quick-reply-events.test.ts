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

describe('a quick reply', () => {
  it('is put where it belongs, whoever wrote it, and goes when it is taken away', () => {
    const replies = () => client.getQueryData(tenantKeys.quickReplies(tenantId))
    const pix = { id: 'q1', shortcut: 'pix', text: 'A chave.' }
    apply(event(1, { type: 'quick_reply.updated', data: pix }))
    expect(replies(), 'who has not asked for them has none').toBeUndefined()
    client.setQueryData(tenantKeys.quickReplies(tenantId), [pix])
    apply(event(2, { type: 'quick_reply.updated', data: { ...pix, text: 'A nova chave.' } }))
    apply(event(3, { type: 'quick_reply.updated', data: { ...pix, id: 'q2', shortcut: 'oi' } }))
    expect(replies()).toMatchObject([{ text: 'A nova chave.' }, { id: 'q2' }])
    apply(event(4, { type: 'quick_reply.removed', data: { quickReplyId: 'q1' } }))
    expect(replies()).toMatchObject([{ id: 'q2' }])
  })
})
