// The figures of a shop, against the mock: chosen, compared, led behind, saved, printed, and when there are none.
import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { describe, it } from 'node:test'

import type { Page } from 'playwright-core'

import { Stage } from '../mock/stage'
import { publicId, secret } from '../mock/world'
import { barriers, complaints, type Look } from '../support/browser'
import { until } from '../support/programs'

const stage = Stage.set()
const desk: Look = { name: 'desktop', isPhone: false, theme: 'light', language: 'pt-BR' }
const phone: Look = { ...desk, name: 'phone', isPhone: true, theme: 'dark' }

async function openDashboard(look: Look): Promise<Page> {
  const page = await stage.page(look)
  await page.goto(`${stage.mock.url}/client/${publicId}#${secret}`)
  await page.getByRole('link', { name: 'Painel', exact: true }).click()
  await page.getByRole('heading', { name: 'Painel', level: 1 }).waitFor()
  return page
}

const asked = (what: RegExp) => stage.mock.state.asked.filter((line) => what.test(line))
const spanDays = (line: string) => {
  const query = new URLSearchParams(line.split('?')[1])
  return (Date.parse(query.get('to') ?? '') - Date.parse(query.get('from') ?? '')) / 86_400_000
}
const figure = (page: Page, name: string) => page.locator('dl > div').filter({ has: page.getByText(name, { exact: true }) })

for (const look of [desk, phone]) {
  describe(look.name, () => {
    it('shows a period against the one before, in words, and anybody can use it', async () => {
      const page = await openDashboard(look)
      const heard = complaints(page)
      const received = figure(page, 'Recebidas')
      await received.waitFor()
      assert.match(
        (await received.innerText()).replace(/\s+/g, ' '),
        /Recebidas [\d.]+ (\d+% a mais|Igual|\d+% a menos|A mais) · antes [\d.]+/,
      )
      assert.match((await figure(page, 'Primeira resposta').innerText()).replace(/\s+/g, ' '), /4 ?min.*Mais rápida · antes 6 ?min/)
      assert.deepEqual(await barriers(page), [])
      assert.deepEqual(heard, [])
      await page.getByText('90 dias', { exact: true }).click()
      await until('90 days are asked for', () => Promise.resolve(asked(/statistics\?/).some((line) => spanDays(line) > 88)))
      assert.match(page.url(), /\/dashboard\/90$/)
      await page.reload()
      await received.waitFor()
      assert.equal(await page.getByRole('radio', { name: '90 dias' }).isChecked(), true)
    })

    it('leads to those who wait', async () => {
      const page = await openDashboard(look)
      await page.getByRole('link', { name: /esperando/ }).click()
      await page.getByRole('radio', { name: 'Esperando', checked: true }).waitFor()
      await page.getByRole('link', { name: /Marina Costa/ }).waitFor()
      assert.equal(await page.getByRole('link', { name: /Família Souza/ }).count(), 0)
    })
  })
}

it('a figure leads to the chats behind it, and the list back to all', async () => {
  const page = await openDashboard(desk)
  await figure(page, 'Conversas ativas').getByRole('link').click()
  const chip = page.getByRole('radio', { name: 'Ativas no período', checked: true })
  await chip.waitFor()
  await page.getByRole('link', { name: /Marina Costa/ }).waitFor()
  const [line] = asked(/chats\?.*activeFrom/)
  assert.ok(line !== undefined && !/[?&]show=/.test(line), 'those put away count, too')
  assert.deepEqual(await barriers(page), [])
  await chip.click()
  await chip.waitFor({ state: 'detached' })
})

it('the hours are saved as a table, and a lost answer is said', async () => {
  const page = await openDashboard(desk)
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Planilha' }).click()])
  assert.equal(download.suggestedFilename(), 'mensagens por hora.csv')
  const saved = await readFile(await download.path(), 'utf8')
  assert.match(saved, /^\ufeffhour,received,sent\r\n(\d{4}-\d\d-\d\dT\d\d:00:00Z,\d+,\d+\r\n)+$/)
  stage.mock.state.loses = /export/
  await page.getByRole('button', { name: 'Planilha' }).click()
  await page.getByText('Não foi possível baixar a planilha').waitFor()
})

it('what cannot be read is said, with the way to try again', async () => {
  const page = await stage.page(desk)
  stage.mock.state.loses = /statistics/
  await page.goto(`${stage.mock.url}/client/${publicId}#${secret}`)
  await page.getByRole('link', { name: 'Painel', exact: true }).click()
  await page.getByText('Os números não puderam ser lidos').waitFor()
  stage.mock.state.loses = null
  await page.getByRole('button', { name: 'Tentar de novo' }).click()
  await figure(page, 'Recebidas').waitFor()
})

it('on paper there are the figures alone, dark on light', async () => {
  const page = await openDashboard({ ...desk, theme: 'dark' })
  await figure(page, 'Recebidas').waitFor()
  await page.emulateMedia({ media: 'print' })
  assert.equal(await page.getByRole('navigation').isVisible(), false)
  assert.equal(await page.getByRole('button', { name: 'Imprimir' }).isVisible(), false)
  assert.equal(await page.evaluate(() => getComputedStyle(document.documentElement).colorScheme), 'light')
  await figure(page, 'Recebidas').waitFor()
})
