import type { Page } from 'playwright-core'

import type { Mock } from '../mock/server'
import { publicId, secret } from '../mock/world'

export interface DialogCase {
  /** The file that shows it, below src. */
  source: string
  name: string
  /** Where it is opened; in the tenant's panel where nothing is said. */
  path?: string
  open: (page: Page, mock: Mock) => Promise<void>
  /** What has the focus: a field that is written into, or the button that Enter presses. */
  first: { field: string } | { button: string | RegExp }
  /** The button that has the focus afterwards, where what opened it is gone by then. */
  next?: string
}

export const portal = `/client/${publicId}#${secret}`

export const cancel = { button: 'Cancelar' }
export const close = { button: 'Fechar' }

export const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: true }).first().click()

/** Filled and sent by keyboard alone; the dialog shows what came of it. */
export const send = async (page: Page, text: string, shown: string) => {
  await page.keyboard.type(text)
  await page.keyboard.press('Enter')
  await page.getByRole('dialog').getByText(shown).waitFor()
}
