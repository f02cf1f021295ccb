import { describe, expect, it, vi } from 'vitest'

import { clockTime, dayLabel, duration, listTime, period, playTime, wholeDuration } from './dates'
import { pickLanguage } from './language'
import { safeHref } from './links'
import { money } from './money'
import { secondsUntil } from './now'
import { bytes, readNumber } from './numbers'
import { dialledDigits, formatPhone, isPhone, phoneDigits, takeWholePhone } from './phone'
import { plainFileName, visible } from './visible'

describe('phone numbers', () => {
  it.each([
    ['551190000001@s.whatsapp.net', '+55 11 9000-0001'],
    ['5511900000001', '+55 11 90000-0001'],
    ['+55 (11) 90000-0001', '+55 11 90000-0001'],
    ['351912345678', '+351 912 345 678'],
    ['12025550123', '+1 202 555 0123'],
    ['', ''],
  ])('%s is shown as %s', (raw, shown) => {
    expect(formatPhone(raw)).toBe(shown)
  })

  it('lose no digit, whatever the country', () => {
    for (const digits of ['5511900000001', '351912345678', '12025550123', '4915123456789', '79001234567']) {
      expect(phoneDigits(formatPhone(digits))).toBe(digits)
    }
  })

  it.each([
    '\u202a+55 11 90000-0001\u202c',
    '+55\u00a011\u202f90000\u20110001',
    '(+55) 11 90000\u20130001',
    '\uff0b\uff15\uff15 11 90000\uff0d0001',
    'tel:+55-11-90000-0001;ext=2',
    '\u200btel:+55-11-90000-0001?call',
  ])('pasted as %j it is taken', (text) => {
    expect(isPhone(text)).toBe(true)
    expect(phoneDigits(text)).toBe('5511900000001') // invented
  })

  it.each(['+55 11 90000-0001', '5511900000001', '+1 (202) 555-0123'])('%s may be one', (text) => expect(isPhone(text)).toBe(true))
  it.each(['', '+55', '0119000000', 'onze noves', '+55 11 90000-0001 ramal 2', '1234567890123456'])('%s is none', (text) =>
    expect(isPhone(text)).toBe(false),
  )

  it.each([
    ['11 90000-0014', '5511900000014'],
    ['(11) 9000-0014', '551190000014'],
    ['11 3000-0014', '551130000014'],
    ['+55 11 90000-0014', '5511900000014'],
    ['5511900000014', '5511900000014'],
    ['+1 202 555 0123', '12025550123'],
    ['12025550123', '12025550123'],
    ['+11 90000-0014', '11900000014'],
  ])('%s is dialled as %s', (written, digits) => expect(dialledDigits(written)).toBe(digits))

  // All of one number, invented.
  it.each([
    ['between marks of direction', '\u202a+55 11 99770-0010\u202c'],
    ['with spaces that do not break', '+55\u00a011\u202f99770-0010'],
    ['with an en dash', '+55 11 99770\u20130010'],
    ['with a hyphen that does not break', '+55 11 99770\u20110010'],
    ['with a minus', '+55 11 99770\u22120010'],
    ['with a byte order mark and a soft hyphen', '\ufeff+55 11 9977\u00ad0-0010'],
    ['from a link', 'tel:+5511997700010'],
    ['from a link in capitals, marked', '\u200eTEL:+55-11-99770-0010\u200f'],
  ])('pasted %s are the same', (_, text) => {
    expect(isPhone(text)).toBe(true)
    expect(phoneDigits(text)).toBe('5511997700010')
  })

  it.each(['+55 11 99770-0010', '\u202a+55 11 99770\u20130010\u202c', 'tel:+5511997700010', '5511997700010'])(
    'pasted whole take the place of the code that stands there: %s',
    (text) => {
      const set = vi.fn<(phone: string) => void>()
      const preventDefault = vi.fn()
      takeWholePhone(set)({ clipboardData: { getData: () => text }, preventDefault })
      expect(phoneDigits(set.mock.calls[0]?.[0] ?? '')).toBe('5511997700010')
      expect(preventDefault).toHaveBeenCalled()
    },
  )

  it.each(['11 99770-0010', '99770-0010', 'oi'])('pasted in part go on from what stands there: %s', (text) => {
    const set = vi.fn<(phone: string) => void>()
    takeWholePhone(set)({ clipboardData: { getData: () => text }, preventDefault: vi.fn() })
    expect(set).not.toHaveBeenCalled()
  })

  it('of an address with a device lose the device', () => {
    expect(phoneDigits('5511900000001:12@s.whatsapp.net')).toBe('5511900000001')
    expect(phoneDigits('5511900000001@s.whatsapp.net')).toBe('5511900000001')
  })
})

describe('a name', () => {
  it.each(['', ' ', '\u200b', '\u3164', '\u2800\u2800', '\u00a0\u200d\ufeff', '\u202e\u2066', '\ufe0f'])('of %j is none', (name) =>
    expect(visible(name)).toBe(''),
  )
  it.each(['Ana', '🧁', '👩‍🍳', '.', 'ㅤAnaㅤ'])('%s can be seen', (name) => expect(visible(name)).toBe(name))
})

describe('times', () => {
  const now = new Date(2026, 4, 13, 15, 30).getTime()
  const hours = 3_600_000
  it('of today are clock times, of yesterday say so, older ones are dates', () => {
    expect(listTime(now - hours, now, 'pt-BR')).toBe('14:30')
    expect(listTime(now - 20 * hours, now, 'pt-BR')).toBe('ontem')
    expect(listTime(now - 30 * 24 * hours, now, 'pt-BR')).toBe('13/04/2026')
  })
  it('divide a conversation by days in words', () => {
    expect(dayLabel(now, now, 'pt-BR')).toBe('hoje')
    expect(dayLabel(now - 24 * hours, now, 'en')).toBe('yesterday')
    expect(dayLabel(now - 3 * 24 * hours, now, 'pt-BR')).toBe('domingo')
  })
  it('that last are told in their two greatest units', () => {
    expect(duration(3 * 24 * hours + 4 * hours, 'en')).toBe('3d 4h')
    expect(duration(45_000, 'en')).toBe('45s')
    expect(duration(0, 'en')).toBe('0s')
  })
  it.each([
    ['en', '3d'],
    ['pt-BR', '3 dias'],
    ['es', '3d'],
  ])('in one unit where there is little room (%s)', (language, words) => {
    expect(duration(3 * 24 * hours + 4 * hours, language, 1)).toBe(words)
  })
  it('that are over have no seconds left', () => {
    expect(secondsUntil(10_400, 10_000)).toBe(1)
    expect(secondsUntil(9_000, 10_000)).toBe(0)
  })
})

describe('lengths of time', () => {
  it.each([
    [9, '0:09'],
    [194, '3:14'],
    [3_723, '1:02:03'],
  ])('of %i seconds of sound are %s', (seconds, shown) => expect(playTime(seconds)).toBe(shown))
  it.each([
    [30, '30 segundos'],
    [86_400, '24 horas'],
    [7 * 86_400, '7 dias'],
  ])('of %i seconds are told in one unit: %s', (seconds, shown) => expect(wholeDuration(seconds, 'pt-BR')).toBe(shown))
  it('that end before they begin have only a beginning', () => {
    const start = new Date(2026, 4, 14, 19).getTime()
    expect(period(start, start - 1, 'pt-BR')).toBe(period(start, undefined, 'pt-BR'))
    expect(period(start, start + 3_600_000, 'pt-BR')).toContain('20:00')
  })
})

describe('money', () => {
  it.each([
    [189_900, 'BRL', 'R$ 189,90'],
    [1_000, null, '1,00'],
    [1_000, '??', '?? 1,00'],
    [5_000, 'JPY', 'JP¥ 5'],
  ])('of %i thousandths of %s is %s', (thousandths, currency, shown) => {
    expect(money(thousandths, currency, 'pt-BR').replace(/\s/g, ' ')).toBe(shown)
  })
})

describe('a link', () => {
  it.each(['https://exemplo.com.br/', 'http://exemplo.com.br/', 'mailto:a@exemplo.com', 'tel:+5511900000001'])('%s may be opened', (href) =>
    expect(safeHref(href)).toBe(href),
  )
  it.each(['javascript:alert(1)', ' JavaScript:alert(1)', 'data:text/html,x', 'blob:x', '/client/x', '', null])('%j may not', (href) =>
    expect(safeHref(href)).toBeUndefined(),
  )
})

describe('amounts of memory', () => {
  it('are rounded in the reader’s writing', () => {
    expect(bytes(48_300_000, 'pt-BR')).toBe('48 MB')
    expect(bytes(1_540_000_000, 'pt-BR')).toBe('1,5 GB')
  })
})

describe('numbers as people write them', () => {
  it('are read with a comma or a point, or not at all', () => {
    expect(['32', ' 2,5 ', '0.125', '0'].map(readNumber)).toEqual([32, 2.5, 0.125, 0])
    for (const text of ['', '-1', '1,2,3', '1e9', 'muitos', '1.', '9999999999']) expect(readNumber(text)).toBeUndefined()
  })
})

describe('the language', () => {
  it('is the one somebody chose, then the browser’s, then Portuguese', () => {
    expect(pickLanguage('es', ['en-US'])).toBe('es')
    expect(pickLanguage(null, ['fr-FR', 'en-GB'])).toBe('en')
    expect(pickLanguage(null, ['pt-PT'])).toBe('pt-BR')
    expect(pickLanguage('klingon', ['ja'])).toBe('pt-BR')
  })
})

describe('the name of a file', () => {
  it('is what it is, without what turns or hides it', () => {
    expect(plainFileName('nota\u202Efdp.exe')).toBe('notafdp.exe')
    expect(plainFileName('a\u200Bb\u0000c\nd.pdf')).toBe('abcd.pdf')
    expect(plainFileName('تقرير.pdf')).toBe('تقرير.pdf')
    expect(plainFileName('\u200B\u200B')).toBe('')
  })

  it('keeps its ending, however long it is', () => {
    const name = plainFileName(`${'a'.repeat(500)}.pdf.exe`)
    expect(name).toHaveLength(160)
    expect(name.endsWith('.pdf.exe')).toBe(true)
  })
})

it('a time of day is written as each language does', () => {
  const atMs = new Date(2026, 4, 12, 9, 5).getTime()
  const spoken = (language: string) => clockTime(atMs, language).replace(/\s/g, ' ')
  expect(['pt-BR', 'en', 'es'].map(spoken)).toEqual(['09:05', '9:05 AM', '9:05'])
})
