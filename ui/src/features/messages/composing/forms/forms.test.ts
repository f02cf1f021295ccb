import { describe, expect, it } from 'vitest'

import { coordinatesIn } from './coordinates'
import { checkedPoll, withRoom } from './poll'
import { cardOf } from './vcard'

describe('a poll', () => {
  it('goes with its question and those options that say something', () => {
    expect(checkedPoll(' Qual dia? ', ['sábado ', '', 'domingo'], false)).toEqual({
      kind: 'poll',
      question: 'Qual dia?',
      options: ['sábado', 'domingo'],
      choices: 1,
    })
    expect(checkedPoll('Quais?', ['a', 'b'], true)).toEqual({ kind: 'poll', question: 'Quais?', options: ['a', 'b'] })
  })

  it('says at each field what is wrong', () => {
    expect(checkedPoll('', ['', ''], false)).toEqual({ question: 'missing', options: ['missing', 'missing'] })
    expect(checkedPoll('x'.repeat(256), ['a', 'a', ''], false)).toEqual({ question: 'tooLong', options: [undefined, 'twice', undefined] })
    expect(checkedPoll('x', ['a', 'y'.repeat(256)], false)).toEqual({ question: undefined, options: [undefined, 'tooLong'] })
    expect(checkedPoll('x', ['', 'a', ''], false)).toEqual({ question: undefined, options: ['missing', undefined, undefined] })
  })

  it('has one more line to write in, up to twelve', () => {
    expect(withRoom(['a', 'b'])).toEqual(['a', 'b', ''])
    expect(withRoom(['a', ''])).toEqual(['a', ''])
    expect(withRoom(Array.from({ length: 12 }, () => 'a'))).toHaveLength(12)
  })
})

describe('a place', () => {
  const here = { latitude: -23.5505, longitude: -46.6333 }
  it.each([
    '-23.5505, -46.6333',
    '(-23.5505 -46.6333)',
    '-23,5505; -46,6333',
    '-23,5505 -46,6333',
    'geo:-23.5505,-46.6333?z=17',
    'https://www.google.com/maps/@-23.5505,-46.6333,17z',
    'https://www.google.com/maps/place/Pra%C3%A7a/@-10.1,-20.2,17z/data=!3m1!4b1!4m5!3m4!8m2!3d-23.5505!4d-46.6333',
    'https://maps.google.com/?q=-23.5505,-46.6333',
    'https://www.google.com/maps/search/?api=1&query=-23.5505%2C-46.6333',
    'https://maps.apple.com/?ll=-23.5505,-46.6333&q=Sol',
    'https://waze.com/ul?ll=-23.5505,-46.6333&navigate=yes',
    'https://www.openstreetmap.org/?mlat=-23.5505&mlon=-46.6333#map=17/-1.5/-2.6',
    'https://www.openstreetmap.org/#map=17/-23.5505/-46.6333',
  ])('is read from %s', (text) => expect(coordinatesIn(text)).toEqual(here))

  it.each([
    ['  ', 'missing'],
    ['Praça da Sé', 'unread'],
    ['-23,5505, -46,6333', 'unread'],
    ['91, 10', 'offEarth'],
    ['https://maps.app.goo.gl/abc', 'shortLink'],
    ['https://www.google.com/maps/place/Sol', 'unread'],
  ])('%s is none', (text, wrong) => expect(coordinatesIn(text)).toEqual({ wrong }))
})

describe('a card', () => {
  const pn = '5511900000014@s.whatsapp.net' // invented
  it('has the name and the number as phones read them', () => {
    expect(cardOf({ name: 'Ana; da, Silva\\', pn }).vcard).toBe(
      'BEGIN:VCARD\nVERSION:3.0\nN:;Ana\\; da\\, Silva\\\\;;;\nFN:Ana\\; da\\, Silva\\\\\nTEL;type=CELL;type=VOICE;waid=5511900000014:+55 11 90000-0014\nEND:VCARD',
    )
  })

  it('of somebody without a name has the number for one, and no name adds lines', () => {
    expect(cardOf({ name: '', pn }).name).toBe('+55 11 90000-0014')
    expect(cardOf({ name: 'Ana\nTEL:1', pn }).vcard.split('\n')).toHaveLength(6)
  })
})
