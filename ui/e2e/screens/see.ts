// What every screen owes, and how it is looked at.
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'

import type { Browser, Page } from 'playwright-core'

import { type Mock, startMock } from '../mock/server'
import { barriers, complaints, type Look, open, picture } from '../support/browser'

/** The catalogue of one language. */
export type Words = (key: string) => string

export interface Screen {
  name: string
  path?: string
  prepare?: (mock: Mock) => void
  act?: (page: Page, t: Words, look: Look, mock: Mock) => Promise<void>
  /** What must be there to be seen: a string of the catalogue, or words of the world. */
  says: string | RegExp
}

/** The catalogue that all read, and each that comes with a part. */
const folders = readdirSync(new URL('../../src/i18n/', import.meta.url), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => `${name}/`)

function wordsOf(language: Look['language']): Words {
  const read = (file: string): unknown => JSON.parse(readFileSync(new URL(`../../src/i18n/${file}`, import.meta.url), 'utf8'))
  const catalogues = ['', ...folders].map((folder) => read(`${folder}${language}.json`))
  const find = (catalogue: unknown, key: string) =>
    key.split('.').reduce<unknown>((part, name) => (part as Record<string, unknown> | undefined)?.[name], catalogue)
  return (key) => {
    const found = catalogues.map((catalogue) => find(catalogue, key)).find((text) => typeof text === 'string')
    if (typeof found !== 'string') throw new Error(`${language} lacks ${key}`)
    return found
  }
}

/** A string of the catalogue with anything in its slots. */
export function pattern(text: string): RegExp {
  const parts = text.split(/\{\{\w+\}\}/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  return new RegExp(parts.join('.+'))
}

/**
 * Opens a screen, keeps its picture in test-results, and holds it against what every screen owes: it says what it
 * should, anybody can use it, it is no wider than the window, and the page's policy refused nothing.
 */
export async function see(browser: Browser, screen: Screen, look: Look): Promise<void> {
  const t = wordsOf(look.language)
  const mock = await startMock()
  screen.prepare?.(mock)
  const context = await open(browser, look)
  try {
    const page = await context.newPage()
    const heard = complaints(page)
    await page.goto(mock.url + (screen.path ?? '/'))
    await screen.act?.(page, t, look, mock)
    await page
      .getByText(typeof screen.says === 'string' ? pattern(t(screen.says)) : screen.says)
      .filter({ visible: true })
      .first()
      .waitFor({ timeout: 20_000 })
    await picture(page, `${screen.name}-${look.name}`)
    assert.deepEqual(await barriers(page), [], 'somebody cannot use it')
    assert.deepEqual(heard, [], 'the page complained')
    const isTooWide = await page.evaluate(() =>
      [document.documentElement, ...document.querySelectorAll('main, dialog')].some((part) => part.scrollWidth > part.clientWidth),
    )
    assert.equal(isTooWide, false, 'the page is wider than the screen')
  } finally {
    await context.close()
    await mock.stop()
  }
}
