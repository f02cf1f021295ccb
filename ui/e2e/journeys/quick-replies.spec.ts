// Texts that are kept ready, against the mock: written in the settings, used in a chat.
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import type { Page } from 'playwright-core'

import { manyReplies } from '../mock/quick-replies'
import { Stage } from '../mock/stage'
import { barriers, looks, picture } from '../support/browser'
import { field, openPanel } from '../support/panel'
import { until } from '../support/programs'

const stage = Stage.set()
const portuguese = looks.filter(({ language }) => language === 'pt-BR')

async function toReplies(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Ajustes' }).click()
  await page.getByRole('link', { name: 'Ver respostas' }).click()
  await page.getByRole('heading', { name: 'Respostas rápidas' }).waitFor()
}

for (const look of portuguese) {
  describe(`quick replies (${look.name})`, () => {
    it('are written, changed and taken away in the settings', async () => {
      const page = await openPanel(stage, look)
      await toReplies(page)
      await page.getByRole('button', { name: 'Nova resposta' }).click()
      const dialog = page.getByRole('dialog')
      await page.keyboard.press('Enter')
      assert.equal(await dialog.getByRole('alert').count(), 2, 'what is missing is not said at the fields')
      await dialog.getByLabel('Atalho').fill('com espaço')
      await dialog.getByText('Até 40 letras, sem espaços.').waitFor()
      await dialog.getByLabel('Atalho').fill('ENDERECO')
      await dialog.getByLabel('Texto').fill('Olá ')
      await dialog.getByRole('button', { name: 'Nome do contato' }).click()
      await dialog.getByRole('button', { name: 'Salvar' }).click()
      await dialog.getByText('Outra resposta já tem este atalho.').waitFor()
      await picture(page, `quick-reply-taken-${look.name}`)
      assert.deepEqual(await barriers(page), [])
      await dialog.getByLabel('Atalho').fill('/pix')
      await dialog.getByRole('button', { name: 'Salvar' }).click()
      await dialog.waitFor({ state: 'detached' })
      await page.getByText('/pix', { exact: true }).waitFor()
      assert.equal(stage.mock.state.quickReplies.find(({ shortcut }) => shortcut === 'pix')?.text, 'Olá {nome}')
      await page.getByRole('button', { name: 'Editar /pix' }).click()
      await dialog.getByLabel('Texto').fill('A chave é o telefone.')
      await dialog.getByRole('button', { name: 'Salvar' }).click()
      await page.getByText('A chave é o telefone.').waitFor()
      await picture(page, `quick-replies-${look.name}`)
      assert.deepEqual(await barriers(page), [])
      await page.getByRole('button', { name: 'Apagar /pix' }).click()
      await dialog.getByRole('button', { name: 'Apagar' }).click()
      await page.getByText('/pix', { exact: true }).waitFor({ state: 'detached' })
      assert.ok(!stage.mock.state.quickReplies.some(({ shortcut }) => shortcut === 'pix'))
    })

    it('are found after a slash, without accents, and say whom they are for', async () => {
      const page = await openPanel(stage, look)
      await page.getByRole('link', { name: /Marina Costa/ }).click()
      await field(page).pressSequentially('/')
      await page.getByRole('option', { name: /^\/endereço/ }).waitFor()
      assert.equal(await page.getByRole('option').count(), 3)
      await picture(page, `quick-reply-completed-${look.name}`)
      assert.deepEqual(await barriers(page), [])
      await field(page).pressSequentially('endereco')
      await until('one is left', async () => (await page.getByRole('option').count()) === 1)
      await field(page).fill('')
      await field(page).pressSequentially('/bom')
      await page.getByRole('option', { name: /^\/bomdia/ }).waitFor()
      await page.keyboard.press('Enter')
      assert.equal(await field(page).inputValue(), 'Bom dia, Marina Costa! Em que posso ajudar?')
      await page.keyboard.press('Enter')
      await until('it is sent', () => Promise.resolve(stage.mock.state.sent.size === 1))
    })
  })
}

it('thousands of them scroll and are looked through', async () => {
  const [look] = portuguese
  assert.ok(look)
  stage.mock.state.quickReplies = manyReplies(10_000)
  const page = await openPanel(stage, look)
  await toReplies(page)
  await page.getByText('/texto0', { exact: true }).waitFor()
  assert.ok((await page.getByRole('listitem').count()) < 100, 'they are all in the page')
  await page.getByRole('searchbox').fill('texto9876')
  await page.getByText('Este é o texto 9876.').waitFor()
  await until('the others are out', async () => (await page.getByRole('listitem').count()) === 1)
  await page.getByRole('searchbox').fill('nada disso')
  await page.getByText('Nenhuma resposta com “nada disso”').waitFor()
})

it('a page that does not arrive says so in our words', async () => {
  const [look] = portuguese
  assert.ok(look)
  const page = await openPanel(stage, look)
  await page.route(/QuickRepliesPage.*\.js$/, (route) => route.abort())
  await page.getByRole('link', { name: 'Ajustes' }).click()
  await page.getByRole('link', { name: 'Ver respostas' }).click()
  await page.getByText('Esta página não carregou por inteiro').waitFor()
})
