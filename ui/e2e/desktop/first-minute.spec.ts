// What a double click comes to: from the start of the app's process to the first customer's code on the customer's screen.
import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'

import type { Browser } from 'playwright-core'

import { launch, type Look, open, picture, results } from '../support/browser'
import { type Desk, freePort, startDesk } from '../support/desk'
import { type Network, startNetwork } from '../support/programs'
import { readQr } from '../support/steps'
import { type DesktopWindow, openWindow } from '../support/window'

/** From the started process to the code, as a customer's phone can read it. */
const goalMs = 60_000
const screen: Look = { name: 'customer', isPhone: false, theme: 'light', language: 'pt-BR' }

const button = (words: string) => `//button[normalize-space(.)="${words}"]`
const heading = (words: string) => `//h1[contains(., "${words}")]`
const option = (words: string) => `//label[contains(., "${words}")]`

let browser: Browser
let network: Network
let data: string
let desk: Desk
let desktop: DesktopWindow | undefined
before(async () => {
  browser = await launch()
  network = await startNetwork()
  data = await mkdtemp(join(tmpdir(), 'portaria-desktop-'))
  desk = await startDesk()
})
after(async () => {
  await desktop?.stop()
  await desk.stop()
  await browser.close()
  await network.stop()
  await rm(data, { recursive: true, force: true })
})

describe('the first minute', () => {
  it('goes from the double click to the first customer’s code on the customer’s screen', async (test) => {
    const port = await freePort()
    const began = Date.now()
    const window = await openWindow(desk, {
      PORTARIA_DATA_DIR: data,
      PORTARIA_LISTEN: `127.0.0.1:${port}`,
      PORTARIA_WHATSAPP_URL: network.wsUrl,
    })
    desktop = window
    // The web view may speak a language of its own until one is chosen.
    await window.click(option('Português'))
    await window.textOf(heading('Em que idioma vamos conversar?'))
    await window.click(button('Continuar'))
    await window.textOf(heading('Como se chama o seu serviço?'))
    await window.type('//input[@type="text" or not(@type)]', 'Conecta Zap')
    await window.click(button('Continuar'))
    await window.textOf(heading('Onde estão os seus clientes?'))
    await window.click(option('Só neste computador'))
    await window.click(button('Continuar'))
    await window.textOf(heading('Seu primeiro cliente'))
    await window.type('//label[contains(., "Nome do cliente")]/following::input[1]', 'Padaria Sol')
    await window.click(button('Criar e gerar link'))
    const link = await window.textOf('//*[@data-link]')
    await window.picture(`${results}/desktop-first-minute.png`)

    const customer = await (await open(browser, screen)).newPage()
    await customer.goto(link)
    const code = await readQr(customer)
    const tookMs = Date.now() - began
    await picture(customer, 'desktop-first-minute-customer')
    test.diagnostic(`it took ${(tookMs / 1_000).toFixed(1)} s`)
    assert.ok(tookMs < goalMs, `it took ${tookMs} ms`)

    const number = '5511900007201' // invented
    await network.phones.create(number, 'Padaria Sol')
    await network.phones.scan(number, code)
    await window.textOf('//*[contains(text(), "Padaria Sol está conectado. Tudo pronto!")]')
  })
})
