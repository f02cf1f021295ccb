// All data in one archive, against the mock: asked for, followed, cancelled, saved, failed and asked for again.
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import type { Page } from 'playwright-core'

import { exported } from '../mock/exports'
import { Stage } from '../mock/stage'
import { publicId, secret } from '../mock/world'
import { barriers, type Look, looks, picture } from '../support/browser'
import { until } from '../support/programs'

const stage = Stage.set()
const portuguese = looks.filter(({ language }) => language === 'pt-BR')
const [first] = portuguese

async function toExports(look: Look): Promise<Page> {
  const page = await stage.page(look)
  await page.goto(`${stage.mock.url}/client/${publicId}#${secret}`)
  await page.getByRole('link', { name: 'Ajustes' }).click()
  await page.getByRole('link', { name: 'Exportar', exact: true }).click()
  await page.getByRole('heading', { level: 1, name: 'Exportar meus dados' }).waitFor()
  return page
}

/** Waits until what says this has the focus. */
const focused = (page: Page, words: string) =>
  until(`${words} has the focus`, () => page.evaluate((text) => document.activeElement?.textContent === text, words))

for (const look of portuguese) {
  describe(`exporting (${look.name})`, () => {
    it('is asked for, goes on while the page is closed, and is saved', async () => {
      stage.mock.state.exportsBy = 0
      const page = await toExports(look)
      await page.getByText(/Cerca de 1,\d GB/).waitFor()
      await page.getByRole('checkbox', { name: 'Incluir fotos' }).uncheck()
      await page.getByText(/Cerca de [\d,]+ MB/).waitFor()
      await page.getByRole('checkbox', { name: 'Incluir fotos' }).check()
      assert.deepEqual(await barriers(page), [])
      await page.getByRole('button', { name: 'Preparar arquivo' }).click()
      await page.getByText('0 de 80.000 mensagens · 0 de 120 arquivos').waitFor()
      await focused(page, 'Preparando seus dados')
      stage.mock.state.exportsBy = 12_400
      await page.getByText('12.400 de 80.000 mensagens', { exact: false }).waitFor()
      stage.mock.state.exportsBy = 0
      await page.getByRole('progressbar', { name: 'Preparando seus dados' }).waitFor()
      await picture(page, `export-making-${look.name}`)
      assert.deepEqual(await barriers(page), [])
      await page.reload()
      await page.getByRole('heading', { name: 'Preparando seus dados' }).waitFor()
      stage.mock.state.exportsBy = 80_000
      const save = page.getByRole('button', { name: /^Baixar o arquivo de/ })
      await save.waitFor()
      await page.getByRole('status').filter({ hasText: 'O arquivo está pronto para baixar.' }).waitFor({ state: 'attached' })
      await page.getByText(/^1,2 GB · disponível até/).waitFor()
      await picture(page, `export-ready-${look.name}`)
      assert.deepEqual(await barriers(page), [])
      const saving = page.waitForEvent('download')
      await save.click()
      assert.equal((await saving).suggestedFilename(), 'Padaria Sol 2026-11-30.zip')
      await page.getByRole('heading', { level: 1, name: 'Exportar meus dados' }).waitFor()
      await page.getByRole('button', { name: /^Remover a exportação de/ }).click()
      const asked = page.getByRole('dialog', { name: /^Remover o arquivo de/ })
      await asked.getByRole('button', { name: 'Cancelar' }).click()
      await save.waitFor()
      await page.getByRole('button', { name: /^Remover a exportação de/ }).click()
      await picture(page, `export-remove-${look.name}`)
      assert.deepEqual(await barriers(page), [])
      await asked.getByRole('button', { name: 'Remover' }).click()
      await until('it is gone', () => Promise.resolve(stage.mock.state.exports.length === 0))
      await save.waitFor({ state: 'detached' })
      await focused(page, 'Preparar arquivo')
    })
  })
}

it('is cancelled, and can be asked for anew', async () => {
  assert.ok(first)
  stage.mock.state.exportsBy = 0
  const page = await toExports(first)
  await page.getByRole('button', { name: 'Preparar arquivo' }).click()
  await page.getByRole('button', { name: 'Cancelar' }).click()
  await page.getByRole('button', { name: 'Preparar arquivo' }).waitFor()
  await focused(page, 'Preparar arquivo')
  assert.equal(stage.mock.state.exports.length, 0)
})

it('that failed says why and is tried again; what is gone says so', async () => {
  assert.ok(first)
  const { state } = stage.mock
  state.exportsBy = 0
  state.exportsFail = 'no_room'
  const day = 86_400_000
  const expired = { state: 'expired', sizeBytes: null, keptUntilMs: null } as const
  state.exports = [
    exported(1, Date.now() - 9 * day, expired),
    exported(2, Date.now() - 20 * day, { ...expired, state: 'outdated', hasMedia: false }),
  ]
  const page = await toExports(first)
  await page.getByText('O prazo de 7 dias acabou').waitFor()
  await page.getByText('Removido, porque uma pessoa foi apagada depois.').waitFor()
  await page.getByRole('button', { name: 'Preparar arquivo' }).click()
  await page.getByText('Falta espaço em disco no computador do fornecedor.').waitFor()
  assert.deepEqual(await barriers(page), [])
  state.exportsFail = null
  await page.getByRole('button', { name: 'Tentar de novo' }).click()
  await page.getByRole('heading', { name: 'Preparando seus dados' }).waitFor()
  assert.equal(state.exports.length, 4)
})

it('whoever cannot be answered is told, and nothing is lost', async () => {
  assert.ok(first)
  stage.mock.state.exportsBy = 0
  const page = await toExports(first)
  await page.getByRole('button', { name: 'Preparar arquivo' }).waitFor()
  stage.mock.state.loses = /exports$/
  await page.getByRole('button', { name: 'Preparar arquivo' }).click()
  await page.getByRole('alert').filter({ hasText: 'Sem resposta da Portaria' }).waitFor()
  stage.mock.state.loses = null
  // It had been written down all the same.
  await page.getByRole('heading', { name: 'Preparando seus dados' }).waitFor()
  assert.equal(stage.mock.state.exports.length, 1)
})

it('whose address is not given is asked for again, and a refusal to remove it says so', async () => {
  assert.ok(first)
  const { state } = stage.mock
  // More than a page of the usual length: every archive that is kept is there.
  state.exports = Array.from({ length: 25 }, (_, at) => exported(at + 1, Date.now() - at * 60_000))
  const page = await toExports(first)
  const saves = page.getByRole('button', { name: /^Baixar o arquivo de/ })
  await until('all are shown', async () => (await saves.count()) === 25)
  state.loses = /\/url$/
  await saves.first().click()
  await page.getByRole('alert').filter({ hasText: 'Sem resposta da Portaria' }).waitFor()
  await page.getByRole('heading', { level: 1, name: 'Exportar meus dados' }).waitFor()
  state.loses = null
  await page.route(/exports\/[^/]+$/, (route) => (route.request().method() === 'DELETE' ? route.abort() : route.fallback()))
  await page
    .getByRole('button', { name: /^Remover a exportação de/ })
    .first()
    .click()
  const asked = page.getByRole('dialog', { name: /^Remover o arquivo de/ })
  await asked.getByRole('button', { name: 'Remover' }).click()
  await asked.getByRole('alert').filter({ hasText: 'Sem resposta da Portaria' }).waitFor()
})
