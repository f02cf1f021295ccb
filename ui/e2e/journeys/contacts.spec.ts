// People, against the mock.
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import type { Page } from 'playwright-core'

import { erased } from '../mock/erasures'
import { Stage } from '../mock/stage'
import { publicId, secret } from '../mock/world'
import { barriers, type Look, looks, picture } from '../support/browser'
import { dialog, openPanel } from '../support/panel'
import { until } from '../support/programs'

const stage = Stage.set()
const phone: Look = { name: 'phone', isPhone: true, theme: 'light', language: 'pt-BR' }

it('on a phone the list keeps its words and its place, and who was opened has the focus', async () => {
  const page = await stage.page(phone)
  await page.goto(`${stage.mock.url}/client/${publicId}#${secret}`)
  await page.getByRole('link', { name: 'Contatos' }).click()
  const field = page.getByRole('searchbox', { name: 'Buscar nome ou número' })
  // Everybody of this name, which is more than the screen shows.
  await field.fill('a')
  const region = page.getByRole('region', { name: 'Contatos' })
  const list = region.locator('ul').locator('..')
  const row = region.getByRole('link', { name: /Gisele Silva/ })
  await until('the row is there', async () => {
    await list.evaluate((list) => (list.scrollTop += 200))
    return row.isVisible()
  })
  await row.scrollIntoViewIfNeeded()
  const before = await list.evaluate((list) => list.scrollTop)
  assert.ok(before > 0)
  await row.click()
  await page.getByRole('heading', { name: 'Gisele Silva' }).waitFor()
  assert.equal(await row.isVisible(), false, 'the list is seen beside')
  await page.getByRole('button', { name: 'Voltar aos contatos' }).click()
  await row.waitFor()
  assert.equal(await field.inputValue(), 'a')
  assert.equal(await list.evaluate((list) => list.scrollTop), before)
  assert.ok(await row.evaluate((row) => document.activeElement === row), 'the focus is not where one left')
})

async function toErase(look: Look, name = 'Marina Costa'): Promise<Page> {
  const page = await openPanel(stage, look)
  await page.getByRole('link', { name: 'Contatos' }).click()
  await page.getByRole('searchbox', { name: 'Buscar nome ou número' }).fill(name)
  await page.getByRole('link', { name: new RegExp(name) }).click()
  await page.getByRole('button', { name: 'Apagar tudo' }).click()
  await dialog(page)
    .getByRole('heading', { name: `Apagar tudo de ${name}?` })
    .waitFor()
  return page
}

for (const look of looks.filter(({ language }) => language === 'pt-BR')) {
  describe(`whoever wishes it is erased (${look.name})`, () => {
    it('after a word was typed; how far it has come is seen, then the proof, which names nobody', async () => {
      const page = await toErase(look)
      await dialog(page).getByText('A conversa com a pessoa: 42 mensagens · 5 arquivos').waitFor()
      const field = dialog(page).getByRole('textbox', { name: 'Para confirmar, escreva “apagar”' })
      await until('the field has the focus', () => field.evaluate((field) => document.activeElement === field))
      await page.keyboard.type('sim')
      await page.keyboard.press('Enter')
      await dialog(page).getByRole('alert').filter({ hasText: 'Escreva “apagar” para confirmar.' }).waitFor()
      assert.equal(stage.mock.state.erasures.length, 0, 'nothing was asked for')
      await picture(page, `erase-ask-${look.name}`)
      assert.deepEqual(await barriers(page), [])
      stage.mock.state.erasesBy = 0
      await field.fill('Apagar')
      await page.keyboard.press('Enter')
      const heading = page.getByRole('heading', { level: 1, name: 'Apagando' })
      await heading.waitFor()
      await until('the heading has the focus', () => heading.evaluate((heading) => document.activeElement === heading))
      await page.getByRole('progressbar', { name: 'Apagando' }).waitFor()
      await picture(page, `erase-going-${look.name}`)
      assert.deepEqual(await barriers(page), [])
      // It goes on while the window is closed.
      await page.reload()
      await heading.waitFor()
      stage.mock.state.erasesBy = 40
      await page.getByRole('heading', { level: 1, name: 'Comprovante de eliminação de dados' }).waitFor()
      await page.getByRole('status').filter({ hasText: 'Tudo foi apagado.' }).waitFor({ state: 'attached' })
      const said = (await page.getByRole('article').textContent()) ?? ''
      assert.match(said, /Padaria Sol/, 'who erased is said')
      assert.doesNotMatch(said, /Marina|90000-?2000/)
      await picture(page, `erase-proof-${look.name}`)
      assert.deepEqual(await barriers(page), [])
      await page.emulateMedia({ media: 'print' })
      assert.equal(await page.getByRole('button', { name: 'Imprimir' }).isVisible(), false)
      assert.equal(await page.getByRole('link', { name: 'Conversas' }).isVisible(), false)
      await picture(page, `erase-print-${look.name}`)
      await page.emulateMedia({ media: 'screen' })
      await page.getByRole('link', { name: 'Conversas' }).click()
      await page.getByRole('link', { name: /Fornecedor Trigo Bom/ }).waitFor()
      await page.getByRole('link', { name: /Marina Costa/ }).waitFor({ state: 'detached' })
    })

    it('and every proof stays in the settings', async () => {
      stage.mock.state.erasures = Array.from({ length: 400 }, (_, at) => erased(at, Date.UTC(2026, 9, 30, 15) - at * 86_400_000))
      const page = await toErase(look)
      stage.mock.state.erasesBy = 0
      await dialog(page).getByRole('textbox').fill('apagar')
      await page.keyboard.press('Enter')
      await page.getByRole('button', { name: 'Voltar às pessoas apagadas' }).click()
      await page.getByRole('link', { name: /^Apagando: 0/ }).waitFor()
      await picture(page, `erasures-${look.name}`)
      assert.deepEqual(await barriers(page), [])
      assert.ok((await page.getByRole('listitem').count()) < 60, 'only what is seen is in the page')
      await page.getByRole('link', { name: /Apagado em 29 de outubro/ }).click()
      await page.getByText('319', { exact: true }).waitFor()
    })
  })
}

it('whoever cannot be erased now stays, and why is said; nothing is typed anew', async () => {
  const page = await toErase(phone)
  stage.mock.state.loses = /erase$/
  await dialog(page).getByRole('textbox').fill('apagar')
  await dialog(page).getByRole('button', { name: 'Apagar para sempre' }).click()
  await dialog(page).getByRole('alert').filter({ hasText: 'Sem resposta da Portaria' }).waitFor()
  // It had been written down all the same: asked again it is the one that goes on.
  stage.mock.state.loses = null
  await dialog(page).getByRole('button', { name: 'Apagar para sempre' }).click()
  await page.getByRole('heading', { level: 1, name: 'Comprovante de eliminação de dados' }).waitFor()
  assert.equal(stage.mock.state.erasures.length, 1)
  await page.goBack()
  await page.getByText('Não foi possível abrir este contato').waitFor()
  assert.equal(await page.getByRole('heading', { name: 'Marina Costa' }).count(), 0)
})

it('an erasure that is not known says so', async () => {
  const page = await stage.page(phone)
  await page.goto(`${stage.mock.url}/client/${publicId}#${secret}`)
  await page.getByRole('link', { name: 'Conversas' }).waitFor()
  await page.goto(`${stage.mock.url}/client/${publicId}/settings/erasures/01900000-0000-7000-8000-00000000dead`)
  await page.getByText('Este comprovante não pôde ser lido').waitFor()
  await page.goto(`${stage.mock.url}/client/${publicId}/settings/erasures`)
  await page.getByText('Ninguém foi apagado').waitFor()
})
