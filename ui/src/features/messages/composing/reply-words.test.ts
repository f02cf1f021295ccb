import { expect, it } from 'vitest'

import { chat } from '../../../testing/world'
import { replyWords } from './reply-words'

const nowMs = new Date(2026, 10, 29, 12).getTime()
const words = (text: string, change: Parameters<typeof chat>[0] = {}) => replyWords(text, chat(change), nowMs, 'pt-BR')

it('a reply says whom it is for, their number and the date', () => {
  expect(words('Oi, {nome}! {numero} em {data}. {nome}?')).toBe('Oi, Marina! +55 11 9000-0002 em 29/11/2026. Marina?')
})

it('who has no name is called by their number, and a group has none', () => {
  expect(words('{nome}', { name: '' })).toBe('+55 11 9000-0002')
  expect(words('{nome} [{numero}]', { kind: 'group', name: 'Família', pn: '120363000000000001@g.us' })).toBe('Família []')
})

it('what is no variable stays as it is, and a name is no pattern', () => {
  expect(words('{preço} {Nome}')).toBe('{preço} {Nome}')
  expect(words('{nome}', { name: '$& {data}' })).toBe('$& {data}')
})
