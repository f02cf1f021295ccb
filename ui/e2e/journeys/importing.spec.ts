// A file of people goes into the phone's address book, against the mock.
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import type { Page } from 'playwright-core'

import { peopleFile } from '../mock/importing'
import { Stage } from '../mock/stage'
import { barriers, type Look, looks } from '../support/browser'
import { becomes, desk, dialog, openPanel } from '../support/panel'
import { until } from '../support/programs'

const stage = Stage.set()

async function toImport(look: Look): Promise<Page> {
  const page = await openPanel(stage, look)
  await page.getByRole('link', { name: 'Contatos' }).click()
  await reopen(page)
  return page
}

async function reopen(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Mais ações' }).click()
  await page.getByRole('menuitem', { name: 'Importar contatos' }).click()
}

const choose = (page: Page, file: ReturnType<typeof peopleFile>) => dialog(page).locator('input[type=file]').setInputFiles(file)
const row = (page: Page, words: string | RegExp) => dialog(page).getByRole('listitem').filter({ hasText: words })

for (const look of looks.filter(({ language }) => language === 'pt-BR')) {
  describe(`people are imported (${look.name})`, () => {
    it('after they were looked at; how far it has come is seen, also after a reload, and what was not saved and why', async () => {
      stage.mock.state.importsBy = 0
      const page = await toImport(look)
      await choose(page, peopleFile(30))
      await dialog(page).getByText('Confira a lista. Nada foi salvo ainda.').waitFor()
      await row(page, 'Adriana B. dos Santos').getByText('Hoje: Adriana Barros').waitFor()
      await row(page, 'Oficina do Nélio').getByText('Não é um número').waitFor()
      assert.deepEqual(await barriers(page), [])
      const start = dialog(page).getByRole('button', { name: 'Importar 26 contatos' })
      await until('the main button has the focus', () => start.evaluate((button) => document.activeElement === button))
      assert.equal(stage.mock.state.imported?.file.startedAtMs, null, 'nothing begins by itself')

      await page.keyboard.press('Enter')
      await dialog(page).getByText('Salvando na agenda do celular: 0 de 26.').waitFor()
      assert.deepEqual(await barriers(page), [])
      await page.reload()
      await reopen(page)
      await dialog(page).getByRole('progressbar', { name: 'Andamento' }).waitFor()
      stage.mock.state.importsBy = 100
      await dialog(page).getByText('25 contatos salvos na agenda do celular. 1 não foi salvo.').waitFor()
      await row(page, 'Zoé Ferraz').getByText('Não tem WhatsApp').waitFor()
      assert.equal(await dialog(page).getByRole('listitem').count(), 1, 'what was not saved is looked at first')
      assert.deepEqual(await barriers(page), [])
      await dialog(page).getByRole('button', { name: 'Escolher outro arquivo' }).click()
      await dialog(page).getByRole('button', { name: 'Escolher arquivo' }).waitFor()
    })
  })
}

it('of ten thousand people only those on the screen are in the page, and those of one kind can be looked at', async () => {
  const page = await toImport(desk)
  await choose(page, peopleFile(10_000))
  await row(page, 'Cliente 1').first().waitFor()
  assert.ok((await dialog(page).getByRole('listitem').count()) < 40)
  const list = dialog(page).getByRole('region', { name: 'Contatos do arquivo' })
  await list.evaluate((list) => (list.scrollTop = list.scrollHeight))
  await row(page, 'Cliente 9993').waitFor()
  assert.ok((await dialog(page).getByRole('listitem').count()) < 40)
  await dialog(page).getByRole('combobox', { name: 'Mostrar' }).click()
  await page.getByRole('option', { name: 'Não podem entrar (3)' }).click()
  await until('only those', async () => (await dialog(page).getByRole('listitem').count()) === 3)
})

it('a file that cannot be read says so and may be chosen anew, and one is dropped as well', async () => {
  const page = await toImport(desk)
  await choose(page, { ...peopleFile(), buffer: Buffer.from('Prezados senhores') })
  await dialog(page).getByRole('alert').filter({ hasText: 'Este arquivo não é vCard nem planilha CSV' }).waitFor()
  assert.equal(stage.mock.state.imported, null)
  const text = peopleFile().buffer.toString()
  const data = await page.evaluateHandle((text) => {
    const data = new DataTransfer()
    data.items.add(new File([text], 'clientes.csv', { type: 'text/csv' }))
    return data
  }, text)
  await dialog(page).getByText('Solte aqui um arquivo de contatos').dispatchEvent('drop', { dataTransfer: data })
  await dialog(page).getByText('Confira a lista. Nada foi salvo ainda.').waitFor()
})

it('one that goes on is stopped, and another attendant who looks at it sees the way to choose a file', async () => {
  stage.mock.state.importsBy = 0
  const page = await toImport(desk)
  await choose(page, peopleFile(30))
  await dialog(page).getByRole('button', { name: 'Importar 26 contatos' }).click()
  await dialog(page).getByRole('button', { name: 'Parar importação' }).click()
  await dialog(page).getByRole('button', { name: 'Escolher arquivo' }).waitFor()
  await becomes('it was ended', () => stage.mock.state.imported === null)
  await choose(page, peopleFile(30))
  await dialog(page).getByRole('button', { name: 'Importar 26 contatos' }).click()
  await dialog(page).getByRole('progressbar').waitFor()
  stage.mock.state.imported = null
  await dialog(page).getByRole('button', { name: 'Escolher arquivo' }).waitFor()
})
