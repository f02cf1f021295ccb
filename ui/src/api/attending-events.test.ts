import { type QueryClient, QueryObserver } from '@tanstack/react-query'
import { beforeEach, describe, expect, it } from 'vitest'

import { cacheOfAChat } from '../testing/cache'
import { chat, chatId, event, tenantId } from '../testing/world'
import { attendingKeys, type Look } from './attending'
import { putLooker } from './attending-events'
import { applyEvent } from './live'
import { tenantKeys } from './tenant'
import type { PortalEvent } from './types'

let client: QueryClient
/** Somebody looks at it, until the returned function is called; nothing is asked for. */
const look = (queryKey: readonly unknown[]) => new QueryObserver(client, { queryKey, enabled: false }).subscribe(() => undefined)
const apply = (event: PortalEvent) => applyEvent(client, tenantId, event)

beforeEach(() => {
  client = cacheOfAChat()
})

describe('a note', () => {
  it('is put where it belongs, whoever wrote it, and goes when it is deleted', () => {
    const key = attendingKeys.notes(tenantId, chatId)
    const note = {
      id: 'n1',
      chatId,
      text: 'Paga no dia 5.',
      authorId: null,
      authorName: null,
      writtenAtMs: 1,
      changedAtMs: null,
      changedByName: null,
    }
    apply(event(1, { type: 'note.updated', data: note }))
    expect(client.getQueryData(key), 'who has not asked for them has none').toBeUndefined()
    client.setQueryData(key, [note])
    const looked = look(key)
    apply(event(2, { type: 'note.updated', data: { ...note, text: 'Paga no dia 6.' } }))
    apply(event(3, { type: 'note.updated', data: { ...note, id: 'n2' } }))
    apply(event(4, { type: 'note.updated', data: { ...note, id: 'n3', chatId: 'other' } }))
    expect(client.getQueryData(key)).toMatchObject([{ id: 'n1', text: 'Paga no dia 6.' }, { id: 'n2' }])
    apply(event(5, { type: 'note.removed', data: { chatId, noteId: 'n1' } }))
    expect(client.getQueryData(key)).toMatchObject([{ id: 'n2' }])
    apply(event(6, { type: 'chat.updated', data: chat({ notes: 1, lastEventNumber: 6 }) }))
    expect(client.getQueryState(key)?.isInvalidated).toBe(false)
    apply(event(7, { type: 'chat.updated', data: chat({ notes: 3, lastEventNumber: 7 }) }))
    expect(client.getQueryState(key)?.isInvalidated, 'those of a chat that became one with it').toBe(true)
    looked()
    apply(event(8, { type: 'chat.updated', data: chat({ notes: 4, lastEventNumber: 8 }) }))
    apply(event(9, { type: 'note.updated', data: { ...note, id: 'n4' } }))
    expect(client.getQueryData(key), 'what one event makes of what nobody looks at is not all of them').toBeUndefined()
  })
})

describe('who answers', () => {
  const ana = { id: 'a1', name: 'Ana' }

  it('is known by the names that are told, and all that carries them is read again', () => {
    const key = attendingKeys.attendants(tenantId)
    client.setQueryData(key, { attendants: [], ownId: null })
    const others = [attendingKeys.notes(tenantId, chatId), tenantKeys.chat(tenantId, chatId)]
    for (const other of others) client.setQueryData(other, other === others[0] ? [] : chat())
    const leaves = [key, ...others].map(look)
    apply(event(1, { type: 'attendants.changed', data: { attendants: [ana] } }))
    expect(client.getQueryData(key)).toEqual({ attendants: [ana], ownId: null })
    for (const other of [key, ...others]) expect(client.getQueryState(other)?.isInvalidated, other.join()).toBe(true)
    leaves.forEach((leave) => leave())
    apply(event(2, { type: 'attendants.changed', data: { attendants: [] } }))
    for (const other of [key, ...others]) expect(client.getQueryData(other), `${other.join()}: who looks next asks`).toBeUndefined()
  })

  it('looks at one chat at a time, and at none once that is said', () => {
    const looks = () => client.getQueryData<Look[]>(attendingKeys.lookers(tenantId))
    const look = { who: 'login-1', attendantId: ana.id, attendantName: ana.name, chatId, isTyping: false }
    putLooker(client, tenantId, look)
    putLooker(client, tenantId, { ...look, chatId: 'other', isTyping: true })
    expect(looks()).toMatchObject([{ who: 'login-1', chatId: 'other', isTyping: true }])
    expect(looks()?.[0]?.typesUntilMs).toBeLessThan(looks()?.[0]?.untilMs ?? 0)
    putLooker(client, tenantId, { ...look, chatId: null })
    expect(looks()).toEqual([])
  })
})
