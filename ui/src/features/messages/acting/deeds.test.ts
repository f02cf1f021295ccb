import { expect, it } from 'vitest'

import { file, mediaFile, message, type MessageChange } from '../../../testing/world'
import { deedsOf, deedsOfAll, editableMs } from './deeds'

const now = 1_000_000_000_000
const deeds = (change: MessageChange, isAdmin = false) => deedsOf(message({ atMs: now, ...change }), { nowMs: now, isAdmin })

it('what another number exchanged is read, quoted and kept, and not changed', () => {
  const own = deeds({ fromMe: true, status: 'read', isOfEarlierNumber: true }, true)
  expect(own).toEqual(['reply', 'copy', 'forward', 'star', 'info', 'deleteForMe'])
})

it('what is offered for a message of somebody else', () => {
  expect(deeds({})).toEqual(['reply', 'react', 'copy', 'forward', 'star', 'pin', 'deleteForMe'])
  expect(deeds({}, true)).toContain('revoke')
})

it('an own text can be changed for a quarter of an hour', () => {
  expect(deeds({ fromMe: true })).toContain('edit')
  expect(deeds({ fromMe: true, atMs: now - editableMs })).not.toContain('edit')
  expect(deeds({ fromMe: true, content: { kind: 'place', latitude: 0, longitude: 0, isLive: false } })).not.toContain('edit')
})

it('nothing is offered for what says nothing, and little for what has not left', () => {
  expect(deeds({ content: { kind: 'deleted' } })).toEqual([])
  expect(deeds({ content: { kind: 'system', what: 'security_number_changed' } })).toEqual([])
  expect(deeds({ fromMe: true, status: 'failed' })).toEqual(['copy'])
})

it('what cannot travel is not forwarded', () => {
  for (const change of [
    { content: { kind: 'undecryptable' } },
    { context: { isViewOnce: true } },
    { content: { kind: 'place', latitude: 0, longitude: 0, isLive: true } },
  ] as const)
    expect(deeds(change)).not.toContain('forward')
})

it('what is set is taken away', () => {
  const there = deeds({ marks: { isStarred: true, pin: { by: { pn: null, lid: null }, untilMs: now + 1 } } })
  expect(there).toContain('unstar')
  expect(there).toContain('unpin')
})

it('an album lets be done what each of its pictures does, and its words are copied', () => {
  const photo = (id: string, change: MessageChange = {}) =>
    message({ id, atMs: now, content: file('image'), file: mediaFile({ id }), context: { album: 'E' }, ...change })
  const around = { nowMs: now, isAdmin: false }
  expect(deedsOfAll([photo('A'), photo('B')], around)).toEqual(['reply', 'react', 'forward', 'star', 'deleteForMe'])
  const starred = { marks: { isStarred: true } }
  expect(deedsOfAll([photo('A', starred), photo('B')], around)).toContain('star')
  expect(deedsOfAll([photo('A', starred), photo('B', starred)], around)).toContain('unstar')
  const captioned = photo('C', { content: file('image', { caption: 'O salão' }) })
  expect(deedsOfAll([captioned, photo('B')], around)).toContain('copy')
  expect(deedsOfAll([photo('A', { fromMe: true }), photo('B', { fromMe: true })], around)).toContain('revoke')
  const waiting = photo('B', { fromMe: true, status: 'queued' })
  expect(deedsOfAll([photo('A', { fromMe: true }), waiting], around), 'one of them has not left').toEqual([])
})
