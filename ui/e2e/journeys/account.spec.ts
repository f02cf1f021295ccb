// What the account shows of itself, and in which browsers the panel is open, against the mock.
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import type { Page } from 'playwright-core'

import { Stage } from '../mock/stage'
import { publicId, secret, session } from '../mock/world'
import { barriers, looks, type Look, picture } from '../support/browser'
import { until } from '../support/programs'

const stage = Stage.set()
const desk: Look = { name: 'desktop', isPhone: false, theme: 'light', language: 'pt-BR' }

async function toSettings(look: Look = desk): Promise<Page> {
  const page = await stage.page(look)
  await page.goto(`${stage.mock.url}/client/${publicId}#${secret}`)
  await page.getByRole('link', { name: 'Ajustes' }).click()
  await page.getByLabel('Nome').waitFor()
  return page
}

const asked = (what: string) => stage.mock.state.asked.filter((one) => one.startsWith(what))
const becomes = (what: string, is: () => boolean) => until(what, () => Promise.resolve(is()))

describe('the profile', () => {
  it('is changed only in what is another, and the panel shows it', async () => {
    const page = await toSettings()
    const save = page.getByRole('button', { name: 'Salvar' })
    await page.getByLabel('Nome').fill('Padaria Sol Nascente')
    await save.click()
    await page.getByRole('status').filter({ hasText: 'Já aparece assim no WhatsApp' }).waitFor()
    assert.equal(stage.mock.state.account?.pushName, 'Padaria Sol Nascente')
    assert.equal(stage.mock.state.own.about, 'Pão quente a partir das 6h', 'it was not touched')
    await page.getByText('Padaria Sol Nascente').first().waitFor()
  })

  it('says at the field what is wrong before WhatsApp is asked', async () => {
    const page = await toSettings()
    await page.getByLabel('Nome').fill('x'.repeat(26))
    await page.getByLabel('Recado').fill('y'.repeat(140))
    await page.getByRole('button', { name: 'Salvar' }).click()
    await page.getByRole('alert').filter({ hasText: 'No máximo 25 letras' }).waitFor()
    await page.getByRole('alert').filter({ hasText: 'No máximo 139 letras' }).waitFor()
    await page.getByLabel('Nome').fill(' ')
    await page.getByRole('alert').filter({ hasText: 'Preencha este campo' }).waitFor()
    assert.deepEqual(
      asked('POST /api/whatsapp').filter((one) => one.endsWith('/profile')),
      [],
    )
  })

  it('has a picture, another one, and none', async () => {
    const page = await toSettings()
    const choose = page.locator('input[type=file][accept="image/*"]').last()
    await choose.setInputFiles({ name: 'fachada.png', mimeType: 'image/png', buffer: Buffer.from('a picture') })
    await page.getByRole('button', { name: 'Trocar foto' }).waitFor()
    assert.ok(stage.mock.state.own.pictureId)
    await page.getByRole('button', { name: 'Tirar foto' }).click()
    await page.getByRole('button', { name: 'Escolher foto' }).waitFor()
    assert.equal(stage.mock.state.own.pictureId, null)
  })

  it('waits for a connection, and says so', async () => {
    stage.mock.state.session = session('reconnecting', { cause: 'connection_lost' })
    const page = await toSettings()
    await page.getByLabel('Nome').fill('Outro nome')
    const save = page.getByRole('button', { name: 'Salvar' })
    assert.equal(await save.getAttribute('aria-disabled'), 'true')
    assert.match((await save.getAttribute('title')) ?? '', /é preciso estar conectado/)
  })
})

describe('where the panel is open', () => {
  it('is closed in one browser, and in all others after a question', async () => {
    const page = await toSettings()
    const rows = page.getByRole('listitem').filter({ has: page.getByRole('button', { name: /^Fechar em/ }) })
    await page.getByText('Chrome, Android').waitFor()
    assert.equal(await rows.count(), 3)
    await page.getByRole('button', { name: 'Fechar em Chrome, Android' }).click()
    await becomes('it is closed', () => stage.mock.state.logins.length === 3)
    await page.getByRole('button', { name: 'Fechar em todos os outros' }).click()
    await page
      .getByRole('dialog', { name: /2 outros navegadores/ })
      .getByRole('button', { name: 'Fechar em todos os outros' })
      .click()
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    assert.deepEqual(
      stage.mock.state.logins.map(({ isThis }) => isThis),
      [true],
    )
    await page.getByText('Este navegador', { exact: true }).waitFor()
  })
})

for (const look of looks.filter(({ language }) => language === 'pt-BR')) {
  it(`the settings (${look.name})`, async () => {
    const page = await toSettings(look)
    await page.getByText('Chrome, Android').waitFor()
    await page.screenshot({ path: `test-results/account-${look.name}.png`, fullPage: true })
    await picture(page, `account-top-${look.name}`)
    assert.deepEqual(await barriers(page), [])
  })
}
