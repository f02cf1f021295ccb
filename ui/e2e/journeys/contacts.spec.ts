// People, against the mock.
import assert from 'node:assert/strict'
import { it } from 'node:test'

import { Stage } from '../mock/stage'
import { publicId, secret } from '../mock/world'
import type { Look } from '../support/browser'
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
