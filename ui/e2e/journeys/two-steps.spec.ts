// Login in two steps against the real server: switched on in the settings, asked for after the password, and off again.
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'

import type { Browser, Page } from 'playwright-core'

import { freshCode } from '../support/authenticator'
import { barriers, complaints, launch, type Look, open, picture } from '../support/browser'
import { startWorld, type World } from '../support/programs'
import { skipFirstRun } from '../support/steps'

const desk: Look = { name: 'desktop', isPhone: false, theme: 'light', language: 'pt-BR' }
const phone: Look = { name: 'phone', isPhone: true, theme: 'dark', language: 'pt-BR' }
const password = 'uma senha bem comprida'

let browser: Browser
let world: World
before(async () => {
  browser = await launch()
  world = await startWorld()
})
after(async () => {
  await browser.close()
  await world.stop()
})

const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click()
async function see(page: Page, name: string): Promise<void> {
  await picture(page, `two-steps-${name}`)
  assert.deepEqual(await barriers(page), [], `somebody cannot use ${name}`)
}

/** A browser that knows the password and comes to the second step. */
async function atTheCode(look: Look): Promise<Page> {
  const page = await (await open(browser, look)).newPage()
  await page.goto(world.panelUrl)
  await page.getByLabel('Senha do painel').fill(password)
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Segunda etapa' }).waitFor()
  return page
}

describe('login in two steps', () => {
  let admin: Page
  let secret: string
  const used: string[] = []
  let recovery: string[]

  it('is switched on with the password and the app’s first code, and gives recovery codes', async () => {
    admin = await (await open(browser, desk)).newPage()
    const heard = complaints(admin)
    await admin.goto(world.loginUrl)
    await skipFirstRun(admin)
    await admin.getByRole('link', { name: 'Ajustes' }).click()
    await press(admin, 'Definir senha')
    await admin.getByLabel('Nova senha').fill(password)
    await admin.getByRole('dialog').getByRole('button', { name: 'Definir senha' }).click()
    await press(admin, 'Ligar')
    await admin.keyboard.type(password)
    await admin.keyboard.press('Enter')
    secret = (await admin.locator('[data-totp-secret]').getAttribute('data-totp-secret')) ?? ''
    await see(admin, 'app')
    await admin.keyboard.type('000')
    await admin.keyboard.press('Enter')
    await admin.getByText('Não é o código de agora.', { exact: false }).waitFor()
    used.push(freshCode(secret, used))
    await admin.getByLabel('Código que o aplicativo mostra').fill(used[0] ?? '')
    await admin.keyboard.press('Enter')
    await admin.locator('[data-recovery-code]').last().waitFor()
    recovery = await admin.locator('[data-recovery-code]').allTextContents()
    assert.equal(recovery.length, 10)
    await see(admin, 'recovery')
    await press(admin, 'Guardei')
    await admin.getByText('10 códigos de recuperação restantes').waitFor()
    await see(admin, 'on')
    assert.deepEqual(heard, [], 'the page complained')
  })

  it('asks for a code after the password, refuses one that was used, and takes a fresh one', async () => {
    const page = await atTheCode(phone)
    await see(page, 'login')
    await page.keyboard.type(used[0] ?? '')
    await page.keyboard.press('Enter')
    await page.getByText('Código errado ou já usado.', { exact: false }).waitFor()
    used.push(freshCode(secret, used))
    await page.getByLabel('Código').fill(used[1] ?? '')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: /^Clientes/ }).waitFor()
  })

  it('takes a recovery code where the phone is lost, and is switched off with the password', async () => {
    const page = await atTheCode(desk)
    await page.keyboard.type(recovery[0]?.toUpperCase() ?? '')
    await page.keyboard.press('Enter')
    await page.getByRole('link', { name: 'Ajustes' }).click()
    await page.getByText('9 códigos de recuperação restantes').waitFor()
    await press(page, 'Desligar')
    await page.keyboard.type(password)
    await page.keyboard.press('Enter')
    await page.getByText('Desligada').waitFor()
  })
})
