// The provider's table against the mock: as many rows as there are, in the order that is asked for.
import assert from 'node:assert/strict'
import { beforeEach, describe, it } from 'node:test'

import type { Page } from 'playwright-core'

import { Stage } from '../mock/stage'
import { manyTenants } from '../mock/world'
import type { Look } from '../support/browser'
import { desk } from '../support/panel'
import { until } from '../support/programs'
import { choose } from '../support/steps'

const stage = Stage.set()

async function openTable(look: Look, path = '/'): Promise<Page> {
  const page = await stage.page(look)
  await page.goto(stage.mock.url + path)
  await page.getByRole('table').waitFor()
  return page
}

const rows = (page: Page) => page.locator('[role=row][data-index]')
const names = (page: Page) => rows(page).getByRole('link').allTextContents()
const first = (page: Page) => rows(page).first().getByRole('link').textContent()
const becomesFirst = (page: Page, name: string) => until(`${name} comes first`, async () => (await first(page)) === name)

describe('ten thousand tenants', () => {
  beforeEach(() => {
    stage.mock.state.tenants = manyTenants(Date.now(), 10_000)
  })

  it('only those in sight are in the page, at the top, on the way and at the end of what is known', async () => {
    const page = await openTable(desk)
    const table = page.getByRole('table')
    assert.equal(await table.getAttribute('aria-rowcount'), '10001')
    for (const part of [0, 0.5, 1]) {
      await table.evaluate((element, part) => element.scrollTo(0, element.scrollHeight * part), part)
      await rows(page).first().waitFor()
      const count = await rows(page).count()
      assert.ok(count > 5 && count < 60, `${count} rows are in the page`)
    }
  })

  it('the last one is reached by going down', async () => {
    stage.mock.state.tenants.length = 1_000
    const page = await openTable(desk)
    const table = page.getByRole('table')
    await until(
      'the last one is there',
      async () => {
        await table.evaluate((element) => element.scrollTo(0, element.scrollHeight))
        return page.getByRole('link', { name: 'Loja 01000' }).isVisible()
      },
      30_000,
    )
  })
})

describe('the order', () => {
  it('is chosen by a column’s head, with the keyboard alone, turned by a second press, and stays in the address', async () => {
    const page = await openTable(desk)
    const name = page.getByRole('columnheader', { name: 'Cliente' })
    assert.equal(await name.getAttribute('aria-sort'), 'none')
    await name.getByRole('button').focus()
    await page.keyboard.press('Enter')
    await becomesFirst(page, 'Academia Movimento')
    assert.equal(await name.getAttribute('aria-sort'), 'ascending')
    assert.deepEqual(
      await names(page),
      (await names(page)).toSorted((a, b) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1)),
    )
    await page.keyboard.press('Space')
    await becomesFirst(page, 'Ótica Visão Clara')
    assert.equal(await name.getAttribute('aria-sort'), 'descending')
    assert.equal(new URL(page.url()).search, '?sort=name&order=desc')
    await page.reload()
    await becomesFirst(page, 'Ótica Visão Clara')
  })

  it('begins at its top when it is changed far below', async () => {
    stage.mock.state.tenants = manyTenants(Date.now(), 1_000)
    const page = await openTable(desk)
    await page.getByRole('table').evaluate((table) => table.scrollTo(0, 5_000))
    await until('the first rows are gone', async () => (await first(page)) !== 'Loja 00001')
    await page.getByRole('columnheader', { name: 'Cliente' }).getByRole('button').click()
    await becomesFirst(page, 'Loja 00001')
    await page.getByRole('columnheader', { name: 'Cliente' }).getByRole('button').click()
    await becomesFirst(page, 'Loja 01000')
    assert.equal(await page.getByRole('table').evaluate((table) => table.scrollTop), 0)
  })

  it('and the place in it are there again for who comes back from a tenant', async () => {
    stage.mock.state.tenants = manyTenants(Date.now(), 150)
    const page = await openTable(desk, '/?sort=name&order=asc')
    await page.getByRole('table').evaluate((table) => table.scrollTo(0, 3_000))
    await page.getByRole('link', { name: 'Loja 00075' }).click()
    await page.getByRole('heading', { name: 'Loja 00075' }).waitFor()
    await page.goBack()
    await page.getByRole('link', { name: 'Loja 00075' }).waitFor()
    await until('the place is found again', () => page.getByRole('table').evaluate((table) => table.scrollTop === 3_000))
  })

  it('by status puts first who needs somebody', async () => {
    const page = await openTable(desk)
    await page.getByRole('columnheader', { name: 'Estado' }).getByRole('button').click()
    await until('the one that failed comes first', async () => (await rows(page).first().locator('[data-status=failed]').count()) === 1)
    assert.equal(await rows(page).last().locator('[data-status=stopped]').count(), 1, 'who rests comes last')
  })

  it('by when it changed is kept beside a search', async () => {
    const page = await openTable(desk, '/?search=a')
    await page.getByRole('columnheader', { name: 'Desde' }).getByRole('button').click()
    await until('both are in the address', () => Promise.resolve(new URL(page.url()).search === '?search=a&sort=since&order=desc'))
  })

  it('is chosen on a phone, where the columns have no heads', async () => {
    const page = await openTable({ ...desk, isPhone: true })
    await choose(page, 'Ordem', 'Mais antigos')
    await becomesFirst(page, 'Barbearia Navalha')
    await choose(page, 'Ordem', 'Mais novos')
    await becomesFirst(page, 'Padaria Sol')
    assert.equal(new URL(page.url()).search, '', 'the usual order is not spelt out')
  })
})

describe('the files of a tenant', () => {
  it('what is fetched by itself, and how much room there is, is seen and set', async () => {
    const page = await openTable(desk)
    await rows(page).first().getByRole('link').click()
    await page.getByText('1,2 GB de 5 GB ocupados').waitFor()
    const [largest, save] = [page.getByLabel('Até o tamanho de'), page.getByRole('button', { name: 'Salvar' })]
    await largest.fill('muito')
    await page.getByLabel('Vídeo', { exact: true }).check()
    await save.click()
    await page.getByText('Escreva um número, como 32 ou 2,5.').waitFor()
    assert.deepEqual(stage.mock.state.mediaPolicy.kinds, ['image', 'voice', 'sticker'], 'nothing was saved')
    await largest.fill('2,5')
    await save.click()
    await page.getByText('Salvo.', { exact: false }).waitFor()
    const policy = { kinds: ['image', 'video', 'voice', 'sticker'], largestBytes: 2_500_000, totalBytes: 5_000_000_000 }
    assert.deepEqual(stage.mock.state.mediaPolicy, policy)
  })
})

describe('the past of a tenant', () => {
  it('goes back as far as the provider says', async () => {
    const page = await openTable(desk)
    await rows(page).first().getByRole('link').click()
    const depth = page.getByRole('combobox', { name: 'Histórico' })
    await choose(page, 'Histórico', 'Os últimos 90 dias')
    await page.getByText('Vale para o próximo pareamento.', { exact: false }).waitFor()
    assert.equal(stage.mock.state.historyDays, 90)
    await page.reload()
    await until('90 days are chosen', async () => (await depth.textContent()) === 'Os últimos 90 dias')
  })
})
