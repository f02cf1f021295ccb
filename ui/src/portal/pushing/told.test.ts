import { describe, expect, it } from 'vitest'

import { howShown, isOf, read, shownOf, type Told, whereTo } from './told'

const told = (change: Partial<Told> = {}): Told => ({
  type: 'message',
  tenantId: 'a',
  publicId: 'abc',
  language: 'pt-BR',
  read: [],
  chatId: 'c1',
  name: 'Ana',
  author: null,
  kind: 'text',
  words: 'Bom *dia*!',
  ...change,
})

describe('a word of the server', () => {
  it('is read, or is nothing', () => {
    expect(read(`${JSON.stringify(told())}   `)).toEqual(told())
    for (const bad of [undefined, '', '{', 'null', '[]', '"x"', '{"tenantId":"a"}', JSON.stringify({ ...told(), chatId: undefined })])
      expect(read(bad), bad).toBeUndefined()
    expect(read(JSON.stringify({ type: 'test', tenantId: 'a', publicId: 'abc' }))).toMatchObject({ type: 'test', read: [] })
  })

  it('says who and what, in the language of the browser, as it is read in the panel', () => {
    const said = (change: Partial<Told>) => {
      const { title, body } = shownOf(told(change))
      return `${title}: ${body}`
    }
    expect(said({})).toBe('Ana: Bom dia!')
    expect(said({ kind: 'image', words: null })).toBe('Ana: Foto')
    expect(said({ kind: 'image', words: 'Orçamento', language: 'en' })).toBe('Ana: Photo · Orçamento')
    const album = { kind: 'album', words: null, images: 2, videos: 1 }
    expect(said(album)).toBe('Ana: 2 fotos, 1 vídeo')
    expect(said({ ...album, images: 0, videos: 3, words: 'A feira', language: 'en' })).toBe('Ana: 3 videos · A feira')
    expect(said({ name: 'Obra', author: 'Bia' })).toBe('Obra: Bia: Bom dia!')
    expect(said({ kind: null, words: null })).toBe('Ana: Nova mensagem')
    expect(said({ kind: null, words: null, language: 'es', name: '' })).toBe('Alguien: Mensaje nuevo')
    expect(said({ name: 'Ana\u202egnp', words: '\u202e<b>' })).toBe('Anagnp: <b>')
    expect(said({ kind: 'toString', words: null, language: 'xx' })).toBe('Ana: Nova mensagem')
  })

  it('is one notice for each chat, which leads to it', () => {
    const [one, other] = [shownOf(told()), shownOf(told({ words: 'Oi?' }))]
    expect(one.tag).toBe(other.tag)
    expect(shownOf(told({ chatId: 'c2' })).tag).not.toBe(one.tag)
    expect(shownOf(told({ tenantId: 'b' })).tag).not.toBe(one.tag)
    expect(whereTo(one.data)).toBe('/client/abc/chats/c1')
    expect(whereTo(shownOf(told({ type: 'test' })).data)).toBe('/client/abc')
    expect(whereTo({ publicId: '../x', chatId: '//evil.example' })).toBe('/client/..%2Fx/chats/%2F%2Fevil.example')
  })
})

describe('who looks at the panel', () => {
  const page = (path: string, visibilityState = 'hidden') => ({ url: `https://zap.example.com${path}`, visibilityState })

  it('is not told a second time, and an open page that is hidden has made the sound already', () => {
    expect(howShown(told(), [])).toBe('heard')
    expect(howShown(told(), [page('/client/abc/chats/c2', 'visible')])).toBe('not')
    expect(howShown(told(), [page('/client/abc/chats/c1')])).toBe('quietly')
    expect(howShown(told(), [page('/client/other', 'visible'), page('/client/abcd', 'visible')]), 'the panel of somebody else').toBe(
      'heard',
    )
    expect(howShown(told({ type: 'test' }), [page('/client/abc', 'visible')]), 'somebody waits for it').toBe('heard')
  })

  it('is at the portal that a notice is about', () => {
    expect(isOf(page('/client/abc'), { publicId: 'abc' })).toBe(true)
    expect(isOf(page('/client/abc/settings'), { publicId: 'abc' })).toBe(true)
    expect(isOf(page('/client/abcd'), { publicId: 'abc' })).toBe(false)
  })
})
