import { describe, expect, it } from 'vitest'

import { file, message } from '../../../testing/world'
import { linksOf } from './links'
import { galleryRows } from './rows'

const text = (words: string) => ({ kind: 'text' as const, text: words })

describe('the links of a message', () => {
  it('are told by their host, with the words of their line', () => {
    const links = linksOf(text('oi\n*Veja* o pedido em https://www.loja.example/pedido?n=7, por favor.\ntchau'))
    expect(links).toEqual([
      {
        href: 'https://www.loja.example/pedido?n=7',
        host: 'loja.example',
        path: '/pedido?n=7',
        title: '',
        sentence: 'Veja o pedido em …, por favor.',
      },
    ])
  })

  it('are what leads into the web, each once, also in a caption', () => {
    const caption = 'http://a.example mailto:ana@a.example http://a.example javascript:alert(1) tel:190'
    expect(linksOf(file('image', { caption })).map(({ href }) => href)).toEqual(['http://a.example/'])
    expect(linksOf(text('```https://a.example```'))).toEqual([])
    expect(linksOf({ kind: 'deleted' })).toEqual([])
  })

  it('hide nothing of where they lead', () => {
    const [link] = linksOf(text('https://bаnco.example/\u202egpj.exe'))
    expect(link?.host).toMatch(/^xn--/)
    expect(link?.path).not.toContain('\u202e')
  })
})

describe('the rows of a gallery', () => {
  const at = (month: number, day: number) => message({ id: `M${month}-${day}`, placeMs: new Date(2026, month, day, 12).getTime() })

  it('stand under their month, so many beside each other', () => {
    const rows = galleryRows([at(4, 20), at(4, 12), at(4, 3), at(3, 30)], 2)
    expect(rows.map((row) => (row.kind === 'tiles' ? row.messages.map(({ id }) => id) : row.kind))).toEqual([
      'month',
      ['M4-20', 'M4-12'],
      ['M4-3'],
      'month',
      ['M3-30'],
    ])
  })

  it('stand each by itself where nothing else is said', () => {
    expect(galleryRows([at(4, 20), at(4, 12)]).map(({ kind }) => kind)).toEqual(['month', 'entry', 'entry'])
  })
})
