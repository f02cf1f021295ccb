import { expect, it } from 'vitest'

import { foundReplies, withReply } from './quick-replies'

const reply = (shortcut: string, text = 'x') => ({ id: shortcut, shortcut, text })
const all = [reply('preço', 'Custa 5.'), reply('bomdia'), reply('meu-preço'), reply('pix', 'A chave do preço')]
const found = (words: string) => foundReplies(all, words).map(({ shortcut }) => shortcut)

it('replies are found by the beginning of their shortcut first, then by what they hold, without accents', () => {
  expect(found('PRECO')).toEqual(['preço', 'meu-preço', 'pix'])
  expect(found('bom')).toEqual(['bomdia'])
  expect(found('nada')).toEqual([])
})

it('without words they stand in the order of their shortcuts', () => {
  expect(found('')).toEqual(['bomdia', 'meu-preço', 'pix', 'preço'])
})

it('one that changed stands in its place, a new one last', () => {
  expect(withReply(all, reply('bomdia', 'Olá')).map(({ text }) => text)).toEqual(['Custa 5.', 'Olá', 'x', 'A chave do preço'])
  expect(withReply(all, reply('novo'))).toHaveLength(5)
})
