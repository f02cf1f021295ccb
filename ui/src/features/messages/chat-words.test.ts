import i18next from 'i18next'
import { expect, it } from 'vitest'

import { chat } from '../../testing/world'
import { chatName } from './chat-words'

const t = i18next.t.bind(i18next)

it('a chat is called by its name', () => {
  expect(chatName(chat(), t)).toBe('Marina')
})

it.each(['', '\u200b\u2060', '\u3164'])('a name that nobody can see, %j, leaves the number', (name) => {
  expect(chatName(chat({ name }), t)).toBe('+55 11 9000-0002')
})

it('a group without a name, or a chat without a number, is not empty', () => {
  expect(chatName(chat({ kind: 'group', name: '\u3164' }), t)).toBe('Grupo')
  expect(chatName(chat({ name: '', pn: null }), t)).toBe('Sem nome')
})

it('what people call themselves is marked, what the address book or a shop says is not', () => {
  expect(chatName(chat({ nameSource: 'own' }), t)).toBe('~Marina')
  expect(chatName(chat({ nameSource: 'user' }), t)).toBe('@Marina')
  expect(chatName(chat({ nameSource: 'business' }), t)).toBe('Marina')
})
