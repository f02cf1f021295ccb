import { expect, it } from 'vitest'

import type { Outgoing } from '../../api/tenant'
import { file, mediaFile, message, type MessageChange } from '../../testing/world'
import { joinAlbums } from './albums'
import { timeline } from './timeline'

const noon = new Date(2026, 4, 13, 12).getTime()
const photo = (id: string, at: number, change: MessageChange = {}) =>
  message({ id, atMs: noon + at, content: file('image'), file: mediaFile({ id }), context: { album: 'E' }, ...change })
const envelope = message({ id: 'E', atMs: noon, content: { kind: 'album', images: 2, videos: 0 } })
const rows = (...oldestFirst: ReturnType<typeof message>[]) =>
  joinAlbums(timeline({ newestFirst: oldestFirst.reverse(), outgoing: [], unread: { count: 0, untilMs: 0 }, isComplete: false }))
const kinds = (...given: Parameters<typeof rows>) =>
  rows(...given).map((row) => (row.kind === 'album' ? row.messages.map(({ id }) => id).join('+') : row.kind))

it('pictures of one album that follow each other are one row, and its head is none', () => {
  expect(kinds(envelope, photo('A', 1), photo('B', 2))).toEqual(['A+B'])
  expect(rows(envelope)).toEqual([])
  const [album] = rows(envelope, photo('A', 1), photo('B', 2))
  expect(album?.kind === 'album' && album.startsRun).toBe(true)
})

it('the row keeps its place in the page while more of the album come', () => {
  const one = rows(photo('A', 1))
  const two = rows(photo('A', 1), photo('B', 2))
  expect(two[0]?.key).toBe(one[0]?.key)
})

it('what is said in between parts an album', () => {
  expect(kinds(photo('A', 1), photo('B', 2), message({ id: 'T', atMs: noon + 3 }), photo('C', 4))).toEqual(['A+B', 'message', 'message'])
})

it('one that did not leave stays in its album, with what can be done', () => {
  const failed = photo('C', 3, { fromMe: true, status: 'failed', failure: 'rejected' })
  expect(kinds(photo('A', 1, { fromMe: true }), photo('B', 2, { fromMe: true }), failed)).toEqual(['A+B+C'])
})

it('what is on its way belongs to it, before the server names the album and after', () => {
  const album = { key: 'K', id: null, images: 3, videos: 0, isAsked: false }
  const waiting = (key: string, id: string | null): Outgoing => {
    return { key, text: '', file: null, album: { ...album, id }, atMs: noon + 5, state: 'sending', trouble: null }
  }
  const shown = (stored: ReturnType<typeof message>[], ...outgoing: Outgoing[]) =>
    joinAlbums(timeline({ newestFirst: stored, outgoing, unread: { count: 0, untilMs: 0 }, isComplete: false })).filter(
      ({ kind }) => kind !== 'day',
    )
  const [before] = shown([], waiting('a', null), waiting('b', null))
  const [after] = shown([photo('A', 1, { fromMe: true, clientKey: 'a' })], waiting('b', 'E'))
  expect(before).toMatchObject({ kind: 'album', messages: [], outgoing: [{ key: 'a' }, { key: 'b' }] })
  expect(after).toMatchObject({ kind: 'album', messages: [{ id: 'A' }], outgoing: [{ key: 'b' }] })
  expect(after?.key, 'it is the same row').toBe(before?.key)
})

it('an album begins anew with a part that answers something', () => {
  const quote = { id: 'Q', fromMe: false, kind: 'text', text: 'oi' } as const
  const quoting = (id: string, at: number) => photo(id, at, { context: { album: 'E', quote } })
  expect(kinds(quoting('A', 1), photo('B', 2))).toEqual(['A+B'])
  expect(kinds(photo('A', 1), quoting('B', 2), photo('C', 3))).toEqual(['message', 'B+C'])
})

it('other albums, other writers and files of no album stay apart', () => {
  const other = photo('C', 3, { context: { album: 'F' } })
  const none = photo('D', 4, { context: {} })
  expect(kinds(photo('A', 1), photo('B', 2, { fromMe: true }), other, none)).toEqual(['message', 'message', 'message', 'message'])
  const bia = { pn: '5511900000009@s.whatsapp.net', lid: null } // invented
  expect(kinds(photo('A', 1), photo('B', 2, { sender: bia })), 'somebody else names the same album').toEqual(['message', 'message'])
})
