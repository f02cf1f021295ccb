import { describe, expect, it } from 'vitest'

import { dayName, endsNextDay, firstHours, nextSpan, type Week, wrongDays } from './week'

const closed: Week = { monday: [], tuesday: [], wednesday: [], thursday: [], friday: [], saturday: [], sunday: [] }
const span = (from: string, to: string) => ({ from, to })

describe('the hours of a week', () => {
  it('may touch, and say where they meet', () => {
    expect(wrongDays({ ...closed, monday: [span('13:00', '18:00'), span('08:00', '13:00')] })).toEqual({})
    expect(wrongDays({ ...closed, monday: [span('08:00', '12:01'), span('12:00', '18:00')] })).toEqual({ monday: 'overlap' })
    expect(wrongDays(firstHours('UTC').week)).toEqual({})
  })

  it('reach past midnight, also from Sunday into Monday', () => {
    expect(endsNextDay(span('22:00', '02:00'))).toBe(true)
    expect(endsNextDay(span('00:00', '00:00'))).toBe(true)
    expect(endsNextDay(span('08:00', ''))).toBe(false)
    expect(wrongDays({ ...closed, friday: [span('22:00', '02:00')], saturday: [span('02:00', '04:00')] })).toEqual({})
    expect(wrongDays({ ...closed, friday: [span('22:00', '02:00')], saturday: [span('01:00', '04:00')] })).toEqual({ friday: 'overlap' })
    expect(wrongDays({ ...closed, sunday: [span('22:00', '09:00')], monday: [span('08:00', '12:00')] })).toEqual({ sunday: 'overlap' })
  })

  it('say what is missing', () => {
    expect(wrongDays({ ...closed, tuesday: [span('', '12:00')], wednesday: [span('08:00', '09:00')] })).toEqual({ tuesday: 'missing' })
  })

  it('go on an hour after the last ones', () => {
    expect(nextSpan([span('08:00', '12:00')])).toEqual(span('13:00', '17:00'))
    expect(nextSpan([span('14:00', '20:30')])).toEqual(span('21:30', '23:59'))
    expect(nextSpan([span('18:00', '02:00')])).toEqual(span('', ''))
    expect(nextSpan([])).toEqual(span('', ''))
  })

  it('have the names of the reader', () => {
    expect([dayName('monday', 'pt-BR'), dayName('sunday', 'en')]).toEqual(['segunda-feira', 'Sunday'])
  })
})
