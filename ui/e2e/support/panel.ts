// The tenant's panel against the mock, as most journeys begin in it.
import type { Locator, Page } from 'playwright-core'

import type { Stage } from '../mock/stage'
import { publicId, secret } from '../mock/world'
import type { Look } from './browser'
import { until } from './programs'

export const desk: Look = { name: 'desktop', isPhone: false, theme: 'light', language: 'pt-BR' }

/** Opens the link in a page of its own; `prepare` has the page before it. */
export async function openPanel(stage: Stage, look: Look, prepare: (page: Page) => unknown = () => undefined): Promise<Page> {
  const page = await stage.page(look)
  await prepare(page)
  await page.goto(`${stage.mock.url}/client/${publicId}#${secret}`)
  await page.getByRole('navigation').waitFor()
  await isWhole(page)
  return page
}

/** Waits until also what nobody sees of it is there: what sends, and what tells of messages. */
export const isWhole = (page: Page): Promise<void> => page.locator('html[data-panel=whole]').waitFor()

/** Opens a chat of it, up to where its messages are there. */
export async function openChat(stage: Stage, look: Look, name = /Marina Costa/, prepare?: (page: Page) => unknown): Promise<Page> {
  const page = await openPanel(stage, look, prepare)
  await toChat(page, name)
  return page
}

export async function toChat(page: Page, name = /Marina Costa/): Promise<void> {
  await page.getByRole('link', { name }).click()
  await page.getByRole('log').waitFor()
}

/** The field to write in. */
export const field = (page: Page): Locator => page.getByRole('textbox', { name: 'Mensagem' })

export const dialog = (page: Page): Locator => page.getByRole('dialog')

/** Waits until the mock knows of something. */
export const becomes = (what: string, is: () => boolean | undefined): Promise<unknown> => until(what, () => Promise.resolve(is() === true))
