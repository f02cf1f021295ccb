import { beforeEach, expect, test } from 'vitest'

import { setTitle } from './title'

const icon = () => document.querySelector<HTMLLinkElement>('link[rel="icon"]')?.href ?? ''

beforeEach(() => {
  const link = document.createElement('link')
  link.rel = 'icon'
  link.href = 'http://localhost/mark.svg'
  document.head.replaceChildren(link)
})

test('the title counts what is unread, and the icon has a dot as long', () => {
  setTitle({ name: 'Padaria Sol' })
  expect(document.title).toBe('Padaria Sol')
  setTitle({ unread: 3 })
  expect(document.title).toBe('(3) Padaria Sol')
  expect(icon()).toMatch(/^data:image\/svg\+xml/)
  setTitle({ name: 'Padaria Lua' })
  expect(document.title).toBe('(3) Padaria Lua')
  setTitle({ unread: 100 })
  expect(document.title).toBe('(99+) Padaria Lua')
  setTitle({ unread: 0 })
  expect([document.title, icon()]).toEqual(['Padaria Lua', 'http://localhost/mark.svg'])
})
