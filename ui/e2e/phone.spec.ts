// The phone page, for people without a phone: what the demo promises is done on it by hand, by role and name.
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'

import type { Browser, Page } from 'playwright-core'

import { barriers, complaints, launch, type Look, open, picture } from './support/browser'
import { startWorld, type World } from './support/programs'
import { createTenant } from './support/steps'

const desk: Look = { name: 'desktop', isPhone: false, theme: 'light', language: 'pt-BR' }
/** Invented. */
const shop = { name: 'Padaria Sol', number: '5511900005101' }
const customer = { name: 'Marina Costa', number: '5511900005102' }

let browser: Browser
let world: World
let portal: Page
before(async () => {
  browser = await launch()
  world = await startWorld()
})
after(async () => {
  await browser.close()
  await world.stop()
})

async function openPhone(look: Look): Promise<Page> {
  const page = await (await open(browser, look)).newPage()
  await page.goto(world.phonePageUrl)
  return page
}

async function createPhone(page: Page, { name, number }: typeof shop): Promise<void> {
  await page.getByRole('button', { name: 'Novo telefone' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Nome').fill(name)
  await dialog.getByLabel('Número com país e DDD').fill(number)
  await dialog.getByRole('button', { name: 'Criar telefone' }).click()
  await page.getByRole('heading', { name, level: 2 }).waitFor()
}

/** Drops a picture onto the page, as from the folder of screenshots. */
async function drop(page: Page, picture: Buffer): Promise<void> {
  const transfer = await page.evaluateHandle((bytes) => {
    const transfer = new DataTransfer()
    transfer.items.add(new File([Uint8Array.from(bytes)], 'captura.png', { type: 'image/png' }))
    return transfer
  }, Array.from(picture))
  for (const kind of ['dragover', 'drop']) await page.dispatchEvent('main', kind, { dataTransfer: transfer })
}

describe('the phone page', () => {
  let phone: Page
  let heard: string[]
  before(async () => {
    phone = await openPhone(desk)
    heard = complaints(phone)
  })

  it('makes phones', async () => {
    await createPhone(phone, customer)
    await createPhone(phone, shop)
    assert.deepEqual(await barriers(phone), [])
  })

  it('links by a dropped picture of the code', async () => {
    const admin = await (await open(browser, desk)).newPage()
    await admin.goto(world.loginUrl)
    const link = await createTenant(admin, shop.name)
    portal = await (await open(browser, desk)).newPage()
    await portal.goto(link)
    await portal.getByRole('img', { name: /Código QR/ }).waitFor()

    await phone.getByRole('link', { name: /Aparelhos conectados/ }).click()
    await phone.getByRole('link', { name: 'Conectar aparelho' }).click()
    await drop(phone, await portal.screenshot())
    await portal.getByRole('heading', { name: 'Conectado' }).waitFor()
    await phone.getByRole('button', { name: /^Desconectar: / }).waitFor()
    await picture(phone, 'phone-devices')
    assert.deepEqual(await barriers(phone), [])
  })

  it('chats: what it writes arrives in the portal, and the answer on the phone', async () => {
    await phone
      .getByRole('navigation')
      .getByRole('link', { name: new RegExp(customer.name) })
      .click()
    await phone.getByRole('link', { name: 'Nova conversa' }).click()
    await phone
      .getByRole('main')
      .getByRole('link', { name: new RegExp(shop.name) })
      .click()
    await phone.getByRole('textbox', { name: /^Mensagem/ }).fill('Têm pão de queijo?')
    await phone.getByRole('button', { name: 'Enviar' }).click()
    await phone.getByRole('log').getByText('Têm pão de queijo?').waitFor()

    await portal.getByRole('link', { name: /Têm pão de queijo/ }).click()
    await portal.getByRole('textbox', { name: 'Mensagem' }).fill('Saindo do forno!')
    await portal.keyboard.press('Enter')
    await phone.getByRole('log').getByText('Saindo do forno!').waitFor()
    await phone.getByRole('log').getByText('lida').waitFor()
    await picture(phone, 'phone-chat')
    assert.deepEqual(await barriers(phone), [])
  })

  it('makes a group, and writes in it', async () => {
    await phone.goto(`${world.phonePageUrl}#/${customer.number}/group`)
    await phone.getByLabel('Nome do grupo').fill('Vizinhos')
    await phone.getByRole('checkbox', { name: new RegExp(shop.name) }).check()
    assert.deepEqual(await barriers(phone), [])
    await phone.getByRole('button', { name: 'Criar grupo' }).click()
    await phone.getByRole('heading', { name: 'Vizinhos', level: 2 }).waitFor()
    await phone.getByRole('textbox', { name: /^Mensagem/ }).fill('Bom dia, vizinhos')
    await phone.getByRole('button', { name: 'Enviar' }).click()
    await phone.getByRole('log').getByText('Bom dia, vizinhos').waitFor()
  })

  it('flies, and reads what waited once it is back', async () => {
    await phone.goto(`${world.phonePageUrl}#/${customer.number}`)
    const airplane = phone.getByRole('switch', { name: /Modo avião/ })
    await airplane.check()
    await phone.getByRole('navigation').getByText('Modo avião').waitFor()
    await world.phones.send(shop.number, customer.number, 'Enquanto você voava')
    assert.ok(!(await world.phones.chat(customer.number, shop.number)).some(({ text }) => text === 'Enquanto você voava'), 'it is away')
    await airplane.uncheck()
    await phone.getByRole('main').getByText('Enquanto você voava').waitFor()
  })

  it('unlinks, after a question', async () => {
    await phone
      .getByRole('navigation')
      .getByRole('link', { name: new RegExp(shop.name) })
      .click()
    await phone.getByRole('link', { name: /Aparelhos conectados/ }).click()
    await phone.getByRole('button', { name: /^Desconectar: / }).click()
    await phone.getByRole('dialog').getByRole('button', { name: 'Desconectar' }).click()
    await portal.getByRole('heading', { name: 'Celular desconectado' }).waitFor()
    await phone.getByText('ainda não está em nenhum aparelho').waitFor()
    assert.deepEqual(heard, [], 'the page complained')
  })

  const refusals = [
    {
      language: 'pt-BR',
      text: 'Texto do QR',
      scan: 'Conectar com o texto',
      says: 'Isto não é um QR de conectar aparelho',
      byCode: 'Código de 8 letras',
      type: 'Código',
      connect: 'Conectar aparelho',
      unasked: 'Nenhum aparelho pediu um código',
    },
    {
      language: 'en',
      text: 'Text of the QR',
      scan: 'Link with the text',
      says: 'This is not a QR for linking a device',
      byCode: '8-character code',
      type: 'Code',
      connect: 'Link a device',
      unasked: 'No device asked for a code',
    },
    {
      language: 'es',
      text: 'Texto del QR',
      scan: 'Vincular con el texto',
      says: 'Esto no es un QR para vincular',
      byCode: 'Código de 8 letras',
      type: 'Código',
      connect: 'Vincular un dispositivo',
      unasked: 'Ningún dispositivo pidió un código',
    },
  ] as const
  for (const words of refusals) {
    it(`refuses in the reader's language (${words.language})`, async () => {
      const page = await openPhone({ ...desk, language: words.language })
      await page.goto(`${world.phonePageUrl}#/${shop.number}/connect`)
      await page.getByLabel(words.text).fill('https://example.com')
      await page.getByRole('button', { name: words.scan }).click()
      await page.getByRole('alert').filter({ hasText: words.says }).waitFor()
      await page.getByRole('radio', { name: words.byCode }).check()
      await page.getByRole('textbox', { name: words.type, exact: true }).fill('ABCD1234')
      await page.getByRole('button', { name: words.connect }).click()
      await page.getByRole('alert').filter({ hasText: words.unasked }).waitFor()
      await page.context().close()
    })
  }

  it('fits a phone', async () => {
    const page = await openPhone({ ...desk, isPhone: true, theme: 'dark' })
    await page.getByRole('link', { name: new RegExp(shop.name) }).click()
    await page.getByRole('heading', { name: shop.name, level: 2 }).waitFor()
    assert.deepEqual(await barriers(page), [])
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth > innerWidth), false, 'it is wider than the screen')
    await picture(page, 'phone-small')
  })
})
