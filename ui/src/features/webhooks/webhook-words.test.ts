import { describe, expect, it } from 'vitest'

import schema from '../../api/schema.gen.ts?raw'
import { eventGroups, eventWords, inOrder, partOf, withEvent, withGroup } from './event-groups'
import { spanOf, wrongAt } from './span'
import { adviceOf, healthOf, hostOf, isReadable, prettyAnswer } from './webhook-words'

describe('the events of a webhook', () => {
  it('stand in one group each, and are all that there are', () => {
    const grouped = Object.values(eventGroups).flat()
    expect([...grouped].sort()).toEqual(Object.keys(eventWords).sort())
    for (const name of grouped) expect(schema).toContain(`type: "${name}";`)
  })

  it('are chosen one by one or by the group, and keep their order', () => {
    const some = withGroup(['webhook.disabled'], 'messages', true)
    expect(some).toEqual(['message.received', 'message.created', 'message.updated', 'message.status_changed', 'webhook.disabled'])
    expect(partOf(some, 'messages')).toBe('all')
    expect(partOf(withEvent(some, 'message.updated', false), 'messages')).toBe('some')
    expect(partOf(some, 'chats')).toBe('none')
    expect(withGroup(some, 'messages', false)).toEqual(['webhook.disabled'])
    expect(withEvent(withEvent([], 'chat.updated', true), 'message.received', true)).toEqual(['message.received', 'chat.updated'])
    expect(inOrder(['of.a_newer_server', 'chat.updated'])).toEqual(['chat.updated'])
  })
})

describe('a webhook', () => {
  it('fails only while it is told what happens', () => {
    expect(healthOf({ state: 'active', failingSinceMs: null })).toBe('active')
    expect(healthOf({ state: 'active', failingSinceMs: 1 })).toBe('failing')
    expect(healthOf({ state: 'paused', failingSinceMs: 1 })).toBe('paused')
    expect(healthOf({ state: 'disabled', failingSinceMs: 1 })).toBe('disabled')
  })

  it('is known by its host, and warned of where anybody can read along', () => {
    expect(hostOf('https://n8n.example:5678/webhook/1?a=b')).toBe('n8n.example:5678')
    expect(hostOf('not one')).toBe('not one')
    expect([' HTTP://a.example', 'https://a.example', 'https://a.example/?to=http:', ''].map(isReadable)).toEqual([
      true,
      false,
      false,
      false,
    ])
  })
})

describe('an attempt', () => {
  const refused = (status: number) => adviceOf({ failure: 'refused', status })
  it('says what can be done about it', () => {
    expect(adviceOf({ failure: null, status: 204 })).toBeUndefined()
    expect([301, 308, 401, 403, 404, 405, 410, 429, 503, 500, 502, 400, 422].map(refused)).toEqual([
      ...['redirect', 'redirect', 'access', 'access', 'address', 'address', 'gone'],
      ...['busy', 'busy', 'broken', 'broken', 'other', 'other'],
    ])
    for (const failure of ['too_slow', 'unreachable', 'forbidden'] as const) expect(adviceOf({ failure, status: null })).toBe(failure)
  })

  it('shows an answer as it came, and JSON with its lines', () => {
    expect(prettyAnswer('{"a":[1]}')).toBe('{\n  "a": [\n    1\n  ]\n}')
    for (const text of ['ok', '12', '"a"', '{"a":', '<h1>500</h1>', '']) expect(prettyAnswer(text)).toBe(text)
  })
})

describe('a period', () => {
  const now = new Date('2026-06-10T12:00').getTime()
  const span = { fromDay: '2026-06-01', fromTime: '08:30', toDay: '', toTime: '23:59' }
  const at = (text: string) => new Date(text).toISOString()
  it('begins at the reader’s time and ends with the minute that is named, or now', () => {
    expect(spanOf(span)).toEqual({ from: at('2026-06-01T08:30') })
    expect(spanOf({ ...span, fromTime: '', toDay: '2026-06-02' })).toEqual({
      from: at('2026-06-01T00:00'),
      to: at('2026-06-02T23:59:59.999'),
    })
  })

  it('says which end is wrong', () => {
    expect(wrongAt(span, now)).toEqual({})
    expect(wrongAt({ ...span, fromDay: '' }, now)).toEqual({ from: 'missing' })
    expect(wrongAt({ ...span, fromDay: '2026-06-11' }, now)).toEqual({ from: 'future' })
    expect(wrongAt({ ...span, toDay: '2026-05-31' }, now)).toEqual({ to: 'before' })
    expect(wrongAt({ ...span, toDay: '2026-06-01', toTime: '08:30' }, now)).toEqual({})
  })
})
