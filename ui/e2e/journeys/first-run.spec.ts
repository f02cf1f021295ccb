// A provider's first minutes: from the started server to a customer whose phone is linked, against the real programs.
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'

import type { Browser, Page } from 'playwright-core'

import { barriers, complaints, launch, type Look, open, picture } from '../support/browser'
import { type Network, startNetwork, startWorldOn, type World } from '../support/programs'
import { readQr } from '../support/steps'

/** From the started process to the first customer's QR code on the customer's screen. */
const goalMs = 60_000

const desk: Look = { name: 'desktop', isPhone: false, theme: 'light', language: 'pt-BR' }
const phone: Look = { name: 'phone', isPhone: true, theme: 'dark', language: 'es' }

let browser: Browser
let network: Network
before(async () => {
  browser = await launch()
  network = await startNetwork()
})
after(async () => {
  await browser.close()
  await network.stop()
})

/** A server in a fresh folder, for as long as the test lasts. */
async function atFirst(test: (world: World) => Promise<void>, args: string[] = []): Promise<void> {
  const world = await startWorldOn(network, args)
  try {
    await test(world)
  } finally {
    await world.stopServer()
  }
}

const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click()
const asks = (page: Page, title: string) => page.getByRole('heading', { level: 1, name: title }).waitFor()
/** Where the focus is by itself, once it is there. */
const types = async (page: Page, text: string) => {
  await page.locator('input:focus').waitFor()
  await page.keyboard.type(text)
  await page.keyboard.press('Enter')
}

describe('the first minute', () => {
  it('goes from the started server to the first customer’s code on the customer’s screen, and to a linked phone', async () => {
    const end = Date.now() + goalMs
    const left = () => {
      const ms = end - Date.now()
      assert.ok(ms > 0, 'more than a minute has passed')
      return ms
    }
    await atFirst(async (world) => {
      const admin = await (await open(browser, desk)).newPage()
      const heard = complaints(admin)
      admin.setDefaultTimeout(left())
      await admin.goto(world.loginUrl)
      await asks(admin, 'Em que idioma vamos conversar?')
      await press(admin, 'Continuar')
      await asks(admin, 'Como se chama o seu serviço?')
      await types(admin, 'Conecta Zap')
      await asks(admin, 'Onde estão os seus clientes?')
      await admin.getByLabel('Só neste computador').check()
      await press(admin, 'Continuar')
      await asks(admin, 'Seu primeiro cliente')
      await types(admin, 'Padaria Sol')
      const link = await admin.locator('[data-link]').textContent()
      assert.ok(link, 'no link is shown')

      const customer = await (await open(browser, desk)).newPage()
      customer.setDefaultTimeout(left())
      await customer.goto(link)
      const code = await readQr(customer)
      assert.ok(left() > 0)
      await picture(customer, 'first-run-customer')
      await customer.getByText('por Conecta Zap').waitFor()

      const number = '5511900007101' // invented
      await admin.getByText('Padaria Sol: Aguardando leitura do QR').waitFor()
      await picture(admin, 'first-run-waiting')
      await world.phones.create(number, 'Padaria Sol')
      await world.phones.scan(number, code)
      await admin.getByText('Padaria Sol está conectado. Tudo pronto!').waitFor()
      await picture(admin, 'first-run-connected')
      await press(admin, 'Ir para o painel')
      await admin
        .getByRole('row', { name: /Padaria Sol/ })
        .locator('[data-status=connected]')
        .waitFor()
      assert.deepEqual(heard, [], 'the page complained')
    })
  })
})

describe('the first run', () => {
  it('goes on where it was after a reload, goes back, and asks for a password where it opens outward', async () => {
    await atFirst(async (world) => {
      const page = await (await open(browser, phone)).newPage()
      const heard = complaints(page)
      const see = async (name: string) => {
        await picture(page, `first-run-phone-${name}`)
        assert.deepEqual(await barriers(page), [], `somebody cannot use ${name}`)
        const isTooWide = await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth)
        assert.equal(isTooWide, false, `${name} is wider than the screen`)
      }
      await page.goto(world.loginUrl)
      await asks(page, '¿En qué idioma hablamos?')
      await see('language')
      await page.getByLabel('English').check()
      await asks(page, 'Which language shall we speak?')
      await page.getByLabel('Español').check()
      await press(page, 'Continuar')
      await asks(page, '¿Cómo se llama tu servicio?')
      await see('name')
      await page.reload()
      await asks(page, '¿Cómo se llama tu servicio?')
      await press(page, 'Continuar')
      await page.getByText('Completa este campo.').waitFor()
      await press(page, 'Volver')
      await asks(page, '¿En qué idioma hablamos?')
      await press(page, 'Ahora no')
      await page.getByLabel('Nombre del servicio').fill('Zap Fácil')
      await press(page, 'Continuar')
      await asks(page, '¿Dónde están tus clientes?')
      await page.getByLabel('Cerca, en la misma red').check()
      await see('access')
      await press(page, 'Continuar')
      await page.getByLabel('Nueva contraseña').fill('una clave bien larga')
      await see('password')
      await page.getByRole('button', { name: /Definir/ }).click()
      await asks(page, 'Tu primer cliente')
      await page.reload()
      await asks(page, 'Tu primer cliente')
      await see('customer')
      await page.getByLabel('Nombre del cliente').fill('Café Luna')
      await press(page, 'Crear y generar enlace')
      await page.locator('[data-link]').waitFor()
      await page.reload()
      await page.getByText('Café Luna todavía no abrió el enlace.').waitFor()
      await see('link')
      await press(page, 'Ir al panel')
      await page.getByRole('heading', { name: /^Clientes/ }).waitFor()
      await page.reload()
      await page.getByRole('heading', { name: /^Clientes/ }).waitFor()
      assert.deepEqual(heard, [], 'the page complained')
    })
  })

  it('is skipped as a whole, and does not come again; a name that was given at the start is not asked for', async () => {
    await atFirst(
      async (world) => {
        const page = await (await open(browser, desk)).newPage()
        await page.goto(world.loginUrl)
        await asks(page, 'Em que idioma vamos conversar?')
        await page.getByText('Passo 1 de 3').waitFor()
        await press(page, 'Agora não')
        await asks(page, 'Onde estão os seus clientes?')
        await press(page, 'Pular tudo')
        await page.getByText('Seus clientes aparecem aqui').waitFor()
        await page.reload()
        await page.getByText('Seus clientes aparecem aqui').waitFor()
      },
      ['--provider-name', 'Conecta Zap'],
    )
  })

  it('is not for who has customers', async () => {
    await atFirst(async (world) => {
      const page = await (await open(browser, desk)).newPage()
      await page.goto(world.loginUrl)
      await asks(page, 'Em que idioma vamos conversar?')
      // As by a program of the provider's: the page is told nothing of it.
      const made = await page.evaluate(async () => {
        const kept = localStorage.getItem('portaria.page.admin') ?? ''
        const headers = { 'content-type': 'application/json', 'portaria-page': kept.split('.')[0] ?? '' }
        return (await fetch('/api/saas/create-tenant', { method: 'POST', headers, body: JSON.stringify({ name: 'Padaria Sol' }) })).status
      })
      assert.equal(made, 201)
      await page.reload()
      await page.getByRole('row', { name: /Padaria Sol/ }).waitFor()
    })
  })
})
