// What the provider and the tenant do, said once.
import jsQR from 'jsqr'
import type { Page } from 'playwright-core'
import { PNG } from 'pngjs'

import { until } from './programs'

const newTenant = (admin: Page) => admin.getByRole('button', { name: /Criar novo cliente|Create new client/ }).first()

/** What is asked when Portaria is opened for the first time is left unanswered, where it is asked. */
export async function skipFirstRun(admin: Page): Promise<void> {
  const skip = admin.getByRole('button', { name: /Pular tudo|Skip everything/ })
  await skip.or(newTenant(admin)).first().waitFor()
  if (await skip.isVisible()) await skip.click()
}

/** The provider creates a tenant and takes the link off the screen. */
export async function createTenant(admin: Page, name: string): Promise<string> {
  await skipFirstRun(admin)
  await newTenant(admin).click()
  await admin.getByLabel(/Nome do cliente|Client's name/).fill(name)
  await admin.getByRole('button', { name: /Criar e gerar link|Create and get the link/ }).click()
  const link = await admin.locator('[data-link]').textContent()
  if (link === null) throw new Error('no link is shown')
  return link
}

/** Reads the QR code as a phone's camera does: from the pixels of the screen, looking until it sees one. */
export async function readQr(portal: Page): Promise<string> {
  await portal.getByRole('img', { name: /Código QR|QR code/ }).waitFor()
  return until('a QR code on the screen', async () => {
    const { data, width, height } = PNG.sync.read(await portal.screenshot())
    return jsQR(new Uint8ClampedArray(data), width, height)?.data
  })
}

/** The code to type on the phone, for whoever cannot scan their own screen. */
export async function askForCode(portal: Page, number: string): Promise<string> {
  await portal.getByLabel(/Número do WhatsApp|WhatsApp number/).fill(`+${number}`)
  await portal.getByRole('button', { name: /Gerar código|Get the code/ }).click()
  const code = await portal.locator('[data-code]').getAttribute('data-code')
  if (code === null) throw new Error('no code is shown')
  return code
}

/** Marks the page, so that a reload would show. */
export async function mark(page: Page): Promise<void> {
  await page.evaluate(() => Object.assign(window, { stillTheSamePage: true }))
}

export function isMarked(page: Page): Promise<boolean> {
  return page.evaluate(() => 'stillTheSamePage' in window)
}

/** Takes one of a select's options, by its words. */
export async function choose(page: Page, label: string, option: string): Promise<void> {
  await page.getByRole('combobox', { name: label }).click()
  await page.getByRole('option', { name: option, exact: true }).click()
}
