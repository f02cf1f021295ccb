import { describe, expect, it } from 'vitest'

import { choicesAt, chosen, dayField } from './moments'

const local = (text: string) => new Date(text).getTime()
const offered = (now: string) => choicesAt(local(now)).map(({ choice, atMs }) => `${choice} ${dayField(atMs)} ${new Date(atMs).getHours()}`)

describe('what is offered', () => {
  it('is an hour from now, this afternoon, tomorrow and Monday', () => {
    expect(offered('2026-11-26T08:00')).toEqual([
      'hour 2026-11-26 9',
      'afternoon 2026-11-26 15',
      'tomorrow 2026-11-27 9',
      'monday 2026-11-30 9',
    ])
  })

  it('is no afternoon that is over, and no Monday that is tomorrow', () => {
    expect(offered('2026-11-29T14:45')).toEqual(['hour 2026-11-29 15', 'tomorrow 2026-11-30 9'])
  })

  it('on a Monday is the next one, over the end of a year', () => {
    expect(offered('2026-12-28T20:00')).toEqual(['hour 2026-12-28 21', 'tomorrow 2026-12-29 9', 'monday 2027-01-04 9'])
  })
})

describe('a day and a time', () => {
  const now = local('2026-11-29T12:00')
  it.each([
    ['', '09:00', { wrong: 'missing' }],
    ['2026-11-30', '', { wrong: 'missing' }],
    ['2026-11-29', '12:00', { wrong: 'past' }],
    ['2027-11-30', '12:00', { wrong: 'tooFar' }],
    ['2026-11-29', '12:01', { atMs: local('2026-11-29T12:01') }],
  ])('%s %s', (day, time, expected) => expect(chosen(day, time, now)).toEqual(expected))
})
