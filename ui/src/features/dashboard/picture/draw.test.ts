import { expect, it } from 'vitest'

import { fitting } from './draw'

it('what has no room in the picture ends with an ellipsis, between letters', () => {
  const widthOf = (text: string) => [...text].length * 10
  expect(fitting('Padaria', 70, widthOf)).toBe('Padaria')
  expect(fitting('Padaria Sol', 90, widthOf)).toBe('Padaria…')
  expect(fitting('🥐🥐🥐🥐', 30, widthOf)).toBe('🥐🥐…')
  expect(fitting('👩‍🍳👩‍🍳👩‍🍳', 60, widthOf)).toBe('👩‍🍳…')
  expect(fitting('Padaria', 5, widthOf)).toBe('…')
})
