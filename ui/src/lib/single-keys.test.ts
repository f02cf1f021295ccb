import { afterEach, expect, it } from 'vitest'

import { singleKey, switchSingleKeys } from './single-keys'

afterEach(() => {
  document.body.replaceChildren()
  switchSingleKeys(true)
})

function pressed(init: KeyboardEventInit, target: Element = document.body): string | undefined {
  let key: string | undefined
  const hear = (event: KeyboardEvent) => (key = singleKey(event))
  addEventListener('keydown', hear)
  target.dispatchEvent(new KeyboardEvent('keydown', { bubbles: true, ...init }))
  removeEventListener('keydown', hear)
  return key
}

function put(html: { tag: string; role?: string; open?: boolean }): Element {
  const element = document.createElement(html.tag)
  if (html.role !== undefined) element.setAttribute('role', html.role)
  if (html.open === true) element.setAttribute('open', '')
  document.body.append(element)
  return element
}

it('a key alone is told, whatever Caps Lock makes of it', () => {
  expect(pressed({ key: 'j' })).toBe('j')
  expect(pressed({ key: 'J' })).toBe('j')
  expect(pressed({ key: '?', shiftKey: true })).toBe('?')
  expect(pressed({ key: 'j' }, put({ tag: 'a' }))).toBe('j')
})

it('a key with another, held down, or with a name is none', () => {
  for (const init of [{ ctrlKey: true }, { altKey: true }, { metaKey: true }, { repeat: true }]) {
    expect(pressed({ key: 'j', ...init })).toBeUndefined()
  }
  expect(pressed({ key: 'Enter' })).toBeUndefined()
})

it('fields and what lies over the page have their keys for themselves', () => {
  for (const tag of ['input', 'textarea', 'select']) expect(pressed({ key: 'j' }, put({ tag }))).toBeUndefined()
  document.body.replaceChildren()
  for (const over of [
    { tag: 'dialog', open: true },
    { tag: 'div', role: 'menu' },
    { tag: 'div', role: 'listbox' },
  ]) {
    const lying = put(over)
    expect(pressed({ key: 'j' }), over.tag).toBeUndefined()
    lying.remove()
  }
})

it('whoever switched them off is left alone, also after a reload', () => {
  switchSingleKeys(false)
  expect(pressed({ key: 'j' })).toBeUndefined()
  expect(localStorage.getItem('portaria.singleKeys')).toBe('off')
})
