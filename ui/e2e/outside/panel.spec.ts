// What a provider does on the first day, by hand: a client, a link that works in the shop's Wi-Fi, and what the panel says.
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'

import type { Browser, Page } from 'playwright-core'

import { complaints, launch, open, picture } from '../support/browser'
import { startWorld, type World } from '../support/programs'
import { createTenant, readQr } from '../support/steps'
import { address } from './places'
import { browserAt } from './world'

/** Invented. */
const number = '5511900006101'

let world: World
let browser: Browser
let admin: Page
before(async () => {
  world = await startWorld()
  browser = await launch()
  admin = await (await open(browser, { name: 'desktop', isPhone: false, theme: 'light', language: 'pt-BR' })).newPage()
})
after(async () => {
  await browser.close()
  await world.stop()
})

describe('the first day', () => {
  let port: string
  let heard: string[]

  it('a link that opens on this computer alone says so, and leads to where that is changed', async () => {
    heard = complaints(admin)
    port = new URL(world.panelUrl).port
    await admin.goto(world.loginUrl)
    const link = await createTenant(admin, 'Padaria Sol')
    assert.equal(new URL(link).host, `localhost:${port}`)
    await admin
      .getByRole('link', { name: /Acesso/ })
      .last()
      .click()
    await admin.getByRole('heading', { name: 'Acesso' }).waitFor()
  })

  it('the network is opened with a password, asked for on the way', async () => {
    await admin.getByLabel(/^Abrir para esta rede/).check()
    await admin.locator('#access-network').getByRole('button', { name: 'Salvar' }).click()
    await admin.getByLabel('Nova senha').fill('uma senha bem comprida')
    await admin.getByRole('button', { name: /Definir/ }).click()
    await admin.getByText(`http://portaria.local:${port}`).first().waitFor()
    await admin.getByText('Responde neste computador; nenhum outro aparelho abriu ainda.').first().waitFor()
    await picture(admin, 'outside-access')
  })

  it('the link that the panel shows now opens on a device in the Wi-Fi, and WhatsApp connects', async () => {
    await admin.getByRole('link', { name: 'Clientes' }).click()
    await admin.getByRole('link', { name: 'Padaria Sol' }).click()
    const shown = admin.locator('[data-link]').first()
    await shown.filter({ hasText: 'portaria.local' }).waitFor()
    const link = (await shown.textContent()) ?? ''
    const device = await browserAt('neighbour', { 'portaria.local': address.shop })
    const page = await (await open(device, { name: 'desktop', isPhone: false, theme: 'light', language: 'pt-BR' })).newPage()
    const told = complaints(page)
    await page.goto(link)
    await world.phones.create(number, 'Padaria Sol')
    await world.phones.scan(number, await readQr(page))
    await page.getByText('Conectado').first().waitFor({ timeout: 30_000 })
    await picture(page, 'outside-device')
    // Chromium says of every page without encryption that this header has no effect there.
    assert.deepEqual(
      told.filter((text) => !text.startsWith('The Cross-Origin-Opener-Policy header has been ignored')),
      [],
    )
    await device.close()
    await admin.getByText('Conectado').first().waitFor()
    await admin
      .getByRole('link', { name: /Acesso/ })
      .last()
      .click()
    await admin
      .getByText(/^Aberto por um aparelho da rede/)
      .first()
      .waitFor()
    assert.deepEqual(heard, [])
  })
})
