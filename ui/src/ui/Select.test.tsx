import { fireEvent, render, screen } from '@testing-library/react'
import { beforeEach, expect, it, vi } from 'vitest'

import { Select } from './Select'
import { byWords } from './select-keys'

const options = [
  ['a', 'Água'],
  ['b', 'Bolo'],
  ['c', 'Café'],
  ['d', 'Café com leite'],
] as const
const onChange = vi.fn()

beforeEach(() => {
  onChange.mockReset()
  Element.prototype.scrollIntoView = () => undefined
  render(<Select label="Pedido" value="b" options={options} onChange={onChange} />)
})

const box = () => screen.getByRole('combobox', { name: 'Pedido' })
const press = (...keys: string[]) => keys.forEach((key) => fireEvent.keyDown(box(), { key }))
const stands = () => document.getElementById(box().getAttribute('aria-activedescendant') ?? '')?.textContent

it('says what is chosen, and opens where that stands', () => {
  expect(box().textContent).toBe('Bolo')
  expect(screen.queryByRole('listbox')).toBeNull()
  press('ArrowDown')
  expect(box().getAttribute('aria-expanded')).toBe('true')
  expect(stands()).toBe('Bolo')
  expect(screen.getByRole('option', { selected: true }).textContent).toBe('Bolo')
})

it('is walked by keys to its ends, and Enter, Space and Tab take what one stands on', () => {
  press('Enter', 'ArrowDown', 'Enter')
  press(' ', 'End', 'ArrowDown', ' ')
  press('ArrowUp', 'Home', 'ArrowUp', 'Tab')
  expect(onChange.mock.calls).toEqual([['c'], ['d'], ['a']])
  expect(screen.queryByRole('listbox')).toBeNull()
})

it('Escape closes it as it was, and what is chosen already changes nothing', () => {
  press('ArrowDown', 'ArrowDown', 'Escape')
  press('ArrowDown', 'Enter')
  expect(onChange).not.toHaveBeenCalled()
})

it('a press on an option takes it', () => {
  fireEvent.click(box())
  fireEvent.click(screen.getByRole('option', { name: 'Café' }))
  expect(onChange).toHaveBeenCalledWith('c')
})

it('letters lead to what begins with them, without accents, and one letter goes on', () => {
  expect(byWords(options, 'agua', 1)).toBe(0)
  expect(byWords(options, 'c', 1)).toBe(2)
  expect(byWords(options, 'cc', 2)).toBe(3)
  expect(byWords(options, 'ccc', 3)).toBe(2)
  expect(byWords(options, 'café c', 2)).toBe(3)
  expect(byWords(options, 'x', 0)).toBeUndefined()
  press('c')
  expect(stands()).toBe('Café')
})
