// What can end or go wrong once a tenant is connected, each seen by the people on both sides.
import assert from 'node:assert/strict'
import { after, afterEach, before, describe, it } from 'node:test'

import type { Browser, BrowserContext, Page } from 'playwright-core'

import { barriers, launch, type Look, open, picture } from '../support/browser'
import { startWorld, until, type World } from '../support/programs'
import { createTenant, isMarked, mark, readQr } from '../support/steps'

const look: Look = { name: 'desktop', isPhone: false, theme: 'light', language: 'pt-BR' }

let browser: Browser
let world: World
let admin: Page
/** Another WhatsApp, which gives one code where the real one gives six. It runs out while the rest is tried. */
let scarce: World
let unscanned: { portal: Page; code: string }
const unscannedNumber = '5511900003999'
let count = 0
/** Closed after each test: the server grants one address only so many connections. */
const opened: BrowserContext[] = []
before(async () => {
  browser = await launch()
  world = await startWorld()
  admin = await (await open(browser, look)).newPage()
  await admin.goto(world.loginUrl)

  scarce = await startWorld({ qrRefs: 1 })
  await scarce.phones.create(unscannedNumber, 'Loja sem pressa')
  const other = await (await open(browser, look)).newPage()
  await other.goto(scarce.loginUrl)
  const link = await createTenant(other, 'Loja sem pressa')
  await other.close()
  const portal = await (await open(browser, look)).newPage()
  await portal.goto(link)
  unscanned = { portal, code: await readQr(portal) }
})
afterEach(async () => {
  await Promise.all(opened.splice(0).map((context) => context.close()))
})
after(async () => {
  await browser.close()
  await world.stop()
  await scarce.stop()
})

interface Shop {
  name: string
  number: string
  contact: string
  link: string
  portal: Page
}

/** A tenant whose phone is linked, with its portal open. Numbers are invented. */
async function connectedShop({ isSocketBlocked = false } = {}): Promise<Shop> {
  const index = ++count
  const shop = {
    name: `Loja ${index}`,
    number: `55119000031${String(index).padStart(2, '0')}`,
    contact: `55119000042${String(index).padStart(2, '0')}`,
  }
  await world.phones.create(shop.number, shop.name)
  await world.phones.create(shop.contact, `Cliente ${index}`)
  const link = await createTenant(admin, shop.name)
  await admin.getByRole('button', { name: 'Concluir' }).click()
  const context = await open(browser, look)
  opened.push(context)
  const portal = await context.newPage()
  if (isSocketBlocked) await portal.routeWebSocket(/socket\.io/, (socket) => socket.close())
  await portal.goto(link)
  await world.phones.scan(shop.number, await readQr(portal))
  await portal.getByRole('heading', { name: 'Conectado' }).waitFor()
  await portal.getByRole('navigation').waitFor()
  return { ...shop, link, portal }
}

describe('once connected', () => {
  it('a page without a socket goes on by asking', async () => {
    const { portal, contact, number } = await connectedShop({ isSocketBlocked: true })
    await world.phones.send(contact, number, 'Chegou sem socket?')
    await portal.getByText('Chegou sem socket?').waitFor({ timeout: 10_000 })
  })

  it('a reload goes on without the secret, at the place where one was', async () => {
    const { portal, contact, number } = await connectedShop()
    await world.phones.send(contact, number, 'Antes da recarga')
    await portal.getByText('Antes da recarga').click()
    await portal.getByRole('textbox', { name: 'Mensagem' }).fill('um rascunho')
    await portal.reload()
    await portal.getByRole('log').getByText('Antes da recarga').waitFor()
    assert.equal(await portal.getByRole('textbox', { name: 'Mensagem' }).inputValue(), 'um rascunho', 'the draft is gone')
  })

  it('a chat begins by number, and the message arrives', async () => {
    const { portal, contact, number } = await connectedShop()
    await portal.getByRole('button', { name: 'Nova conversa' }).first().click()
    await portal.getByLabel('Número com DDD').fill(`+${contact}`)
    await portal.getByRole('dialog').getByLabel('Mensagem').fill('Seu pedido saiu para entrega')
    await portal.getByRole('button', { name: 'Enviar mensagem' }).click()
    await portal.getByRole('log').getByText('Seu pedido saiu para entrega').waitFor()
    await until('it arrives', async () =>
      (await world.phones.chat(contact, number)).find(({ text }) => text === 'Seu pedido saiu para entrega'),
    )
  })

  it('replacing the link closes the page within a second, and the old link opens nothing', async () => {
    const { portal, link, name } = await connectedShop()
    await admin.getByRole('link', { name }).click()
    await admin.getByRole('button', { name: 'Mais ações do link' }).click()
    await admin.getByRole('menuitem', { name: 'Trocar link' }).click()
    await admin.getByRole('button', { name: 'Trocar link' }).last().click()
    const from = Date.now()
    await portal.getByRole('heading', { name: 'O acesso por este link terminou' }).waitFor()
    assert.ok(Date.now() - from < 2_000, `it took ${Date.now() - from} ms`)
    await picture(portal, 'ending-rotated')
    const next = await until('the new link is shown', async () => {
      const shown = await admin.locator('[data-link]').textContent()
      return shown !== link && shown !== null && shown
    })
    await portal.goto('about:blank')
    await portal.goto(link)
    await portal.getByRole('heading', { name: 'Este link não abre' }).waitFor()
    await portal.goto('about:blank')
    await portal.goto(next)
    await portal.getByRole('navigation').waitFor()
    await admin.getByRole('link', { name: 'Clientes' }).first().click()
  })

  it('the phone unlinks: both pages say so, and one button brings a new code', async () => {
    const { portal, number, name } = await connectedShop()
    await mark(portal)
    await world.phones.unlink(number)
    await portal.getByRole('heading', { name: 'Celular desconectado' }).waitFor()
    await admin
      .getByRole('row', { name: new RegExp(name) })
      .locator('[data-status=logged_out]')
      .waitFor()
    await picture(portal, 'ending-unlinked')
    await portal.getByRole('button', { name: 'Gerar novo código' }).click()
    await world.phones.scan(number, await readQr(portal))
    await portal.getByRole('heading', { name: 'Conectado' }).waitFor()
    assert.ok(await isMarked(portal), 'the portal was reloaded')
  })

  it('the connection breaks and comes back by itself', async () => {
    const { portal, number, contact, name } = await connectedShop()
    await mark(portal)
    await world.phones.drop(number)
    await world.phones.send(contact, number, 'Enquanto caiu')
    await portal.getByText('Enquanto caiu').waitFor()
    await admin
      .getByRole('row', { name: new RegExp(name) })
      .locator('[data-status=connected]')
      .waitFor()
    assert.ok(await isMarked(portal), 'the portal was reloaded')
  })

  it('the provider pauses: the tenant reads so and can do nothing, until it is started again', async () => {
    const { portal, name } = await connectedShop()
    const row = admin.getByRole('row', { name: new RegExp(name) })
    await row.getByRole('button', { name: `Ações de ${name}` }).click()
    await admin.getByRole('menuitem', { name: 'Pausar' }).click()
    await portal.getByText('Pausado pelo fornecedor').waitFor()
    await picture(portal, 'ending-paused')
    await row.getByRole('button', { name: `Iniciar ${name}` }).click()
    await row.locator('[data-status=connected]').waitFor()
    await portal.getByText('Pausado pelo fornecedor').waitFor({ state: 'detached' })
  })

  it('the tenant unlinks in the settings, with a question before', async () => {
    const { portal } = await connectedShop()
    await portal.getByRole('link', { name: 'Ajustes' }).click()
    await portal.getByRole('button', { name: 'Desconectar o celular' }).click()
    await portal.getByRole('dialog').getByRole('button', { name: 'Desconectar o celular' }).click()
    await portal.getByRole('heading', { name: 'Celular desconectado' }).waitFor()
  })

  it('the server is killed and started again: nobody scans, nothing is lost, nothing is doubled', async () => {
    const { portal, number, contact, name } = await connectedShop()
    await world.phones.send(contact, number, 'Antes da queda')
    await portal.getByRole('link', { name: /Antes da queda/ }).click()
    await portal.getByRole('log').getByText('Antes da queda').waitFor()
    await mark(portal)
    await mark(admin)
    const { back } = await world.kill()
    await portal.getByText(/Sem conexão com a Portaria/).waitFor()
    const field = portal.getByRole('textbox', { name: 'Mensagem' })
    await field.fill('Escrita sem conexão')
    await portal.keyboard.press('Enter')
    await portal.getByText('Ainda não saiu. Sai sozinha assim que der.').waitFor()
    await picture(portal, 'ending-offline')
    await world.phones.send(contact, number, 'Durante a queda')
    await back()
    await portal.getByRole('log').getByText('Durante a queda').waitFor({ timeout: 45_000 })
    const got = await until('it arrives by itself', async () =>
      (await world.phones.chat(contact, number)).find(({ text }) => text === 'Escrita sem conexão'),
    )
    assert.equal(got.deliveries, 1, 'it arrives once')
    assert.equal(await portal.getByRole('log').getByText('Durante a queda').count(), 1)
    assert.equal(await portal.getByRole('log').getByText('Escrita sem conexão').count(), 1)
    await admin
      .getByRole('row', { name: new RegExp(name) })
      .locator('[data-status=connected]')
      .waitFor()
    assert.ok((await isMarked(portal)) && (await isMarked(admin)), 'a page was reloaded')
  })

  it('two tenants’ links live side by side in one browser', async () => {
    const first = await connectedShop()
    const second = await connectedShop()
    const page = await first.portal.context().newPage()
    await page.goto(second.link)
    await page.getByRole('navigation').waitFor()
    await first.portal.reload()
    await first.portal.getByRole('navigation').waitFor()
    assert.equal(await first.portal.title(), first.name)
    assert.equal(await page.title(), second.name)
  })
})

describe('an account that also uses the official API', () => {
  const told: [Look['language'], RegExp, string][] = [
    ['pt-BR', /Esta conta também usa a API oficial do WhatsApp, e a conexão não foi aceita/, 'Gerar novo código'],
    ['en', /This account also uses WhatsApp's official API, and the connection was not accepted/, 'Get a new code'],
    ['es', /Esta cuenta también usa la API oficial de WhatsApp, y la conexión no fue aceptada/, 'Generar un código nuevo'],
  ]
  for (const [language, words, button] of told)
    it(`is told why it does not link, and what to do (${language})`, async () => {
      const index = ++count
      const [name, number] = [`Loja ${index}`, `55119000031${String(index).padStart(2, '0')}`]
      await world.phones.create(number, name)
      await world.phones.coexist(number, { hostedEnvelope: true })
      const link = await createTenant(admin, name)
      await admin.getByRole('button', { name: 'Concluir' }).click()
      const context = await open(browser, { ...look, language })
      opened.push(context)
      const portal = await context.newPage()
      await portal.goto(link)
      // What the phone thinks of it is its own: it may take the device for linked.
      await world.phones.scan(number, await readQr(portal)).catch(() => undefined)
      await portal.getByText(words).waitFor()
      assert.deepEqual(await barriers(portal), [])
      await picture(portal, `ending-coexistence-${language}`)
      await world.phones.coexist(number, {})
      await portal.getByRole('main').getByRole('button', { name: button }).click()
      await world.phones.scan(number, await readQr(portal))
      await portal.getByRole('navigation').waitFor()
    })
})

/** WhatsApp's first code lives a minute by the client's own clock. */
const codeLifeMs = 60_000

describe('a code that nobody scans', () => {
  it('runs out: the page says so, and its one button brings a new code, which links', async () => {
    const { portal, code } = unscanned
    await mark(portal)
    await portal.getByRole('heading', { name: 'O código venceu' }).waitFor({ timeout: codeLifeMs + 20_000 })
    const card = portal.getByRole('main').getByRole('status')
    assert.equal(await card.getByRole('button').count(), 1, 'one thing can be done')
    assert.deepEqual(await barriers(portal), [])
    await picture(portal, 'ending-expired')
    await card.getByRole('button', { name: 'Gerar novo código' }).click()
    const next = await readQr(portal)
    assert.notEqual(next, code, 'the old code is shown again')
    await scarce.phones.scan(unscannedNumber, next)
    await portal.getByRole('heading', { name: 'Conectado' }).waitFor()
    assert.ok(await isMarked(portal), 'the portal was reloaded')
  })
})
