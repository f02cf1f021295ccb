import { describe, expect, it } from 'vitest'

import { completed, completingAt, withMentions } from './completing'

const ana = { pn: '551190000301@s.whatsapp.net', lid: null } // invented
const anaPaula = { pn: null, lid: '100000000000302@lid' }
const members = [
  { name: 'Ana', party: ana },
  { name: 'Ana Paula', party: anaPaula },
]

describe('what is being typed', () => {
  it('asks for people after @, and for signs after : and two letters', () => {
    expect(completingAt('oi @an', 6)).toEqual({ sign: '@', words: 'an', from: 3 })
    expect(completingAt('@', 1)).toEqual({ sign: '@', words: '', from: 0 })
    expect(completingAt('bom :bo', 7)).toEqual({ sign: ':', words: 'bo', from: 4 })
  })

  it('asks for quick replies after / at its beginning, and after a letter elsewhere', () => {
    expect(completingAt('/', 1)).toEqual({ sign: '/', words: '', from: 0 })
    expect(completingAt('oi /pi', 6)).toEqual({ sign: '/', words: 'pi', from: 3 })
  })

  it.each(['e/ou', '10 / ', '10 /', 'oi /pix agora', 'ana@an', 'são 10:30', 'assim: b', 'oi :b', 'https://a'])(
    '%s asks for nothing',
    (text) => expect(completingAt(text, text.length)).toBeUndefined(),
  )

  it('gives way to what was chosen', () => {
    const completing = completingAt('oi :bo tudo?', 6)
    if (!completing) throw new Error('nothing is completed')
    expect(completed('oi :bo tudo?', 6, completing, '🎂')).toEqual({ text: 'oi 🎂 tudo?', caret: 6 })
    expect(completed('/pi tudo', 3, { sign: '/', words: 'pi', from: 0 }, 'A chave.')).toEqual({ text: 'A chave. tudo', caret: 8 })
    expect(completed('/pi', 3, { sign: '/', words: 'pi', from: 0 }, 'A chave.')).toEqual({ text: 'A chave.', caret: 8 })
  })
})

describe('names in a text', () => {
  it('go as numbers, the longer of two that begin alike', () => {
    expect(withMentions('@Ana e @Ana Paula, oi', members)).toEqual({
      text: '@551190000301 e @100000000000302, oi',
      mentions: [ana, anaPaula],
    })
  })

  it('mention nobody inside of words, or where nobody is called so', () => {
    for (const text of ['loja@Ana.com', '@Anabela', '@Bruno', 'Ana']) expect(withMentions(text, members)).toEqual({ text, mentions: [] })
  })

  it('mean who was picked of several people of one name, each in their place', () => {
    const other = { pn: '551190000303@s.whatsapp.net', lid: null } // invented
    const all = [...members, { name: 'Ana', party: other }]
    const [first, second] = [
      { name: 'Ana', party: ana },
      { name: 'Ana', party: other },
    ]
    expect(withMentions('@Ana', all, [second]).mentions).toEqual([other])
    // Picked, taken out of the text again, and the other one picked.
    expect(withMentions('@Ana', all, [first, second]).mentions).toEqual([other])
    expect(withMentions('@Ana e @Ana', all, [second, first])).toEqual({
      text: '@551190000303 e @551190000301',
      mentions: [other, ana],
    })
    expect(withMentions('@Ana e @Ana', all, [second]).mentions).toEqual([other])
  })
})
