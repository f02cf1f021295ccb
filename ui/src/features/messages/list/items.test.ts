import { expect, test } from 'vitest'

import * as world from '../../../testing/world'
import { chatItems, foundItems, isPlace, nextPlace } from './items'

const ana = world.chat({ id: 'a', name: 'Ana', unread: 2 })
const bia = world.chat({ id: 'b', name: 'Bia' })
const found = {
  message: world.message({ id: 'M1', chatId: 'b' }),
  snippet: { text: 'oi', hits: [], isCutBefore: false, isCutAfter: false },
}
const chatOf = (id: string) => [ana, bia].find((chat) => chat.id === id)

test('chats stand before messages, and a message whose chat is unknown is not shown', () => {
  const stray = { ...found, message: world.message({ id: 'M2', chatId: 'x' }) }
  const items = foundItems({ chats: [ana], found: [found, stray], chatOf, indexedPercent: 100 })
  expect(items.map(({ kind, key }) => `${kind} ${key}`)).toEqual([
    'heading chats',
    'chat a',
    'heading messages',
    expect.stringContaining('M1'),
  ])
})

test('what is still being looked through is said, and nothing is claimed before', () => {
  const kinds = (items: ReturnType<typeof foundItems>) => items.filter(({ kind }) => kind === 'note').map(({ key }) => key)
  expect(kinds(foundItems({ chats: [], found: undefined, chatOf, indexedPercent: 100 }))).toEqual(['searching'])
  expect(kinds(foundItems({ chats: [], found: [], chatOf, indexedPercent: 40 }))).toEqual(['indexing'])
  expect(kinds(foundItems({ chats: [], found: [], chatOf, indexedPercent: 100 }))).toEqual(['none'])
})

test('arrows walk over headings and end at the ends', () => {
  const items = foundItems({ chats: [ana], found: [found], chatOf, indexedPercent: 100 })
  expect(nextPlace(items, -1, 1)).toBe(1)
  expect(nextPlace(items, 1, 1)).toBe(3)
  expect(nextPlace(items, 3, 1)).toBe(3)
  expect(nextPlace(items, 1, -1)).toBe(1)
  const unread = (item: Parameters<Parameters<typeof nextPlace>[3] & object>[0]) => item.chat.unread > 0
  expect(nextPlace(chatItems([bia, bia, ana]), 0, 1, unread)).toBe(2)
  expect(items.filter(isPlace)).toHaveLength(2)
})
