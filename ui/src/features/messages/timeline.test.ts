import { describe, expect, it } from 'vitest'

import { line, message } from '../../testing/world'
import { isSameRow, timeline } from './timeline'

const none = { count: 0, untilMs: 0 }
const noon = new Date(2026, 4, 13, 12).getTime()
const minute = 60_000

describe('a conversation', () => {
  it('runs from the oldest to the newest with a pill for each day', () => {
    const rows = timeline({
      newestFirst: [message({ id: 'B', atMs: noon }), message({ id: 'A', atMs: noon - 24 * 60 * minute })],
      outgoing: [],
      unread: none,
      isComplete: true,
    })
    expect(rows.map((row) => row.kind)).toEqual(['beginning', 'day', 'message', 'day', 'message'])
  })

  it('shows no pill above the oldest known message while older ones are to come: it would not stay there', () => {
    const newestFirst = [message({ id: 'B', atMs: noon }), message({ id: 'A', atMs: noon - 24 * 60 * minute })]
    const rows = timeline({ newestFirst, outgoing: [], unread: none, isComplete: false })
    expect(rows.map((row) => row.kind)).toEqual(['message', 'day', 'message'])
  })

  it('gives a tail only to the first bubble of a run', () => {
    const rows = timeline({
      newestFirst: [
        message({ id: 'D', atMs: noon + 30 * minute }),
        message({ id: 'C', fromMe: true, atMs: noon + 2 * minute }),
        message({ id: 'B', atMs: noon + minute }),
        message({ id: 'A', atMs: noon }),
      ],
      outgoing: [{ key: 'k', text: 'depois', file: null, atMs: noon + 31 * minute, state: 'sending', trouble: null }],
      unread: none,
      isComplete: false,
    })
    const tails = rows.flatMap((row) => (row.kind === 'message' || row.kind === 'outgoing' ? [row.startsRun] : []))
    expect(tails).toEqual([true, false, true, true, true])
  })

  it('puts a text that has waited since yesterday below what came meanwhile, under no day of its own', () => {
    const rows = timeline({
      newestFirst: [message({ id: 'A', atMs: noon })],
      outgoing: [{ key: 'k', text: 'de ontem', file: null, atMs: noon - 24 * 60 * minute, state: 'waiting', trouble: 'offline' }],
      unread: none,
      isComplete: true,
    })
    expect(rows.map(({ kind }) => kind)).toEqual(['beginning', 'day', 'message', 'outgoing'])
  })

  it('says where another number ended, by its address where one of its messages tells it', () => {
    const before = { isOfEarlierNumber: true }
    const sender = { pn: '5511900000008@s.whatsapp.net', lid: null } // invented
    const newestFirst = [
      message({ id: 'C', atMs: noon + 2 * minute }),
      message({ id: 'B', atMs: noon + minute, ...before }),
      message({ id: 'A', atMs: noon, fromMe: true, sender, ...before }),
    ]
    const rows = timeline({ newestFirst, outgoing: [], unread: none, isComplete: false })
    expect(rows.map(({ kind }) => kind)).toEqual(['message', 'message', 'number', 'message'])
    expect(rows[2]).toMatchObject({ pn: sender.pn })
    // Nothing was written since.
    const old = timeline({ newestFirst: newestFirst.slice(1, 2), outgoing: [], unread: none, isComplete: false })
    expect(old.map((row) => (row.kind === 'number' ? row.pn : row.kind))).toEqual(['message', null])
  })

  it('shows where the unread messages begin, and only ones that were there when it was opened', () => {
    const rows = timeline({
      newestFirst: [
        message({ id: 'new', atMs: noon + 3 * minute }),
        message({ id: 'C', atMs: noon + 2 * minute }),
        message({ id: 'mine', fromMe: true, atMs: noon + minute }),
        message({ id: 'B', atMs: noon }),
        message({ id: 'A', atMs: noon - minute }),
      ],
      outgoing: [],
      unread: { count: 2, untilMs: noon + 2.5 * minute },
      isComplete: false,
    })
    const at = rows.findIndex((row) => row.kind === 'unread')
    const after = rows[at + 1]
    expect(after?.kind === 'message' && after.message.id).toBe('B')
  })

  it('runs by where messages stand, whatever time they claim', () => {
    const rows = timeline({
      newestFirst: [message({ id: 'B', atMs: null, placeMs: noon }), message({ id: 'A', atMs: 1, placeMs: noon - minute })],
      outgoing: [],
      unread: none,
      isComplete: true,
    })
    expect(rows.map(({ kind }) => kind)).toEqual(['beginning', 'day', 'message', 'message'])
  })

  it('has a line for what happened to the chat, and a run begins anew after it', () => {
    const rows = timeline({
      newestFirst: [
        message({ id: 'C', atMs: noon + 2 }),
        message({ id: 'B', atMs: noon + 1, content: line({ what: 'picture', isSet: true }) }),
        message({ id: 'A', atMs: noon }),
      ],
      outgoing: [],
      unread: { count: 2, untilMs: noon + 2 },
      isComplete: false,
    })
    expect(rows.map((row) => (row.kind === 'message' ? row.startsRun : row.kind))).toEqual(['unread', true, 'line', true])
  })

  it('does not show what waits beside what the server has of it', () => {
    const rows = timeline({
      newestFirst: [message({ id: 'A', fromMe: true, atMs: noon, clientKey: 'k' })],
      outgoing: [{ key: 'k', text: 'oi', file: null, atMs: noon, state: 'unsent', trouble: null }],
      unread: none,
      isComplete: false,
    })
    expect(rows.map(({ kind }) => kind)).toEqual(['message'])
  })

  it('keeps the key of every row apart', () => {
    const same = timeline({
      newestFirst: [message({ id: 'X', fromMe: true, atMs: noon }), message({ id: 'X', atMs: noon })],
      outgoing: [],
      unread: none,
      isComplete: false,
    })
    expect(new Set(same.map((row) => row.key)).size).toBe(same.length)
  })
})

describe('a row', () => {
  const rowsOf = (...newestFirst: ReturnType<typeof message>[]) => timeline({ newestFirst, outgoing: [], unread: none, isComplete: false })
  const [newer, older] = [message({ id: 'B', atMs: noon }), message({ id: 'A', atMs: noon - minute })]

  it('is the same when a page comes above it, unless its bubble loses its tail by that', () => {
    const [alone] = rowsOf(newer)
    const [, below] = rowsOf(newer, { ...older, fromMe: true })
    const [, inRun] = rowsOf(newer, older)
    if (!alone || !below || !inRun) throw new Error('a row is missing')
    expect(isSameRow(alone, below)).toBe(true)
    expect(isSameRow(alone, inRun)).toBe(false)
  })

  it('is another one once its message is, and an album is by what it holds', () => {
    const row = { kind: 'album', key: 'a', messages: [newer, older], outgoing: [], startsRun: true } as const
    expect(isSameRow({ ...row, messages: [newer, older] }, { ...row, messages: [newer, older] })).toBe(true)
    expect(isSameRow({ ...row, messages: [newer, older] }, { ...row, messages: [newer, { ...older }] })).toBe(false)
    expect(isSameRow({ kind: 'line', key: 'l', message: newer }, { kind: 'line', key: 'l', message: { ...newer } })).toBe(false)
  })
})
