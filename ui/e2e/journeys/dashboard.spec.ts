// The figures of a shop, against the mock: chosen, compared, led behind, saved, printed, and when there are none.
import assert from 'node:assert/strict'
import { readFile, writeFile } from 'node:fs/promises'
import { describe, it } from 'node:test'

import type { Download, Page } from 'playwright-core'
import { PNG } from 'pngjs'

import { Stage } from '../mock/stage'
import { publicId, secret, tenantId } from '../mock/world'
import { barriers, complaints, type Look, looks, picture, results } from '../support/browser'
import { desk, openPanel } from '../support/panel'
import { until } from '../support/programs'

const stage = Stage.set()
const phone: Look = { ...desk, name: 'phone', isPhone: true, theme: 'dark' }

async function openDashboard(look: Look): Promise<Page> {
  const page = await openPanel(stage, look)
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

/** Takes one of the tables. */
async function saved(page: Page, table: string): Promise<Download> {
  await page.getByRole('button', { name: 'Planilha' }).click()
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('menuitem', { name: table }).click()])
  return download
}

it('the figures are saved as they are seen, and a name is no formula', async () => {
  const shop = stage.mock.state.tenants.find(({ id }) => id === tenantId)
  assert.ok(shop)
  shop.name = '=HYPERLINK("http://mal.example")'
  const page = await openDashboard(desk)
  const received = await figure(page, 'Recebidas').locator('dd > span').first().innerText()
  const download = await saved(page, 'Números do período')
  assert.equal(download.suggestedFilename(), 'números do painel.csv')
  const [head, names, first] = (await readFile(await download.path(), 'utf8')).split('\r\n')
  assert.ok(head?.startsWith(`\ufeff"'=HYPERLINK(""http://mal.example"")",`), head)
  assert.equal(names, 'Número,Período,Período anterior,Comparação')
  assert.ok(first?.startsWith(`Recebidas,${received},`), first)
})

for (const look of looks) {
  it(`the week becomes a picture, the same in both themes, that is saved (${look.name})`, async () => {
    const page = await stage.page(look)
    await page.goto(`${stage.mock.url}/client/${publicId}/dashboard#${secret}`)
    const draw = page.getByRole('button', { name: /^(Imagem|Picture)$/ })
    await draw.click()
    const shown = page.getByRole('dialog').getByRole('img', { name: /Padaria Sol.*(Recebidas|Received): \d/ })
    await shown.waitFor()
    const save = page.getByRole('button', { name: /Baixar imagem|Download picture/ })
    await save.waitFor()
    assert.deepEqual(await barriers(page), [])
    await picture(page, `dashboard-picture-${look.name}`)
    const take = async () => {
      const [download] = await Promise.all([page.waitForEvent('download'), save.click()])
      return readFile(await download.path())
    }
    const file = await take()
    await writeFile(`${results}/dashboard-shared-${look.name}.png`, file)
    const { width, height, data } = PNG.sync.read(file)
    assert.deepEqual([width, height], [1080, 1440])
    assert.ok((data[0] ?? 0) > 200, 'it is dark')
    await page.keyboard.press('Escape')
    await shown.waitFor({ state: 'detached' })
    await page.emulateMedia({ colorScheme: look.theme === 'dark' ? 'light' : 'dark' })
    await draw.click()
    await save.waitFor()
    assert.ok(file.equals(await take()), 'it is another one in the other theme')
  })
}

it('where a browser cannot draw it, that is said, with what else there is', async () => {
  const page = await stage.page(phone)
  await page.addInitScript('HTMLCanvasElement.prototype.toBlob = (told) => told(null)')
  await page.goto(`${stage.mock.url}/client/${publicId}/dashboard#${secret}`)
  await page.getByRole('button', { name: 'Imagem', exact: true }).click()
  await page.getByRole('alert').filter({ hasText: 'não conseguiu desenhar a imagem' }).waitFor()
  const save = page.getByRole('button', { name: 'Baixar imagem' })
  assert.equal(await save.getAttribute('aria-disabled'), 'true')
  assert.deepEqual(await barriers(page), [])
})

it('where a browser can share, the picture is shared; whoever changes their mind is not told of a failure', async () => {
  const page = await stage.page(phone)
  // As text: what is compiled would name its functions by something that the page does not have.
  await page.addInitScript(`
    window.shared = []
    navigator.canShare = () => true
    navigator.share = ({ files }) => {
      window.shared.push(...files.map(({ name, type }) => name + ' ' + type))
      const failure = [undefined, 'AbortError', 'NotAllowedError'][window.shared.length - 1]
      return failure ? Promise.reject(new DOMException('no', failure)) : Promise.resolve()
    }
  `)
  await page.goto(`${stage.mock.url}/client/${publicId}/dashboard#${secret}`)
  await page.getByRole('button', { name: 'Imagem', exact: true }).click()
  const share = page.getByRole('button', { name: 'Compartilhar' })
  await share.click()
  assert.deepEqual(await page.evaluate(() => (window as unknown as { shared: string[] }).shared), ['nossos números.png image/png'])
  await share.click()
  assert.equal(await page.getByText('Não foi possível compartilhar').count(), 0)
  await share.click()
  await page.getByText('Não foi possível compartilhar').waitFor()
})

it('the hours are saved as a table, and a lost answer is said', async () => {
  const page = await openDashboard(desk)
  const download = await saved(page, 'Mensagens por hora')
  assert.equal(download.suggestedFilename(), 'mensagens por hora.csv')
  assert.match(await readFile(await download.path(), 'utf8'), /^\ufeffhour,received,sent\r\n(\d{4}-\d\d-\d\dT\d\d:00:00Z,\d+,\d+\r\n)+$/)
  stage.mock.state.loses = /export/
  await page.getByRole('button', { name: 'Planilha' }).click()
  await page.getByRole('menuitem', { name: 'Mensagens por hora' }).click()
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
  await page.getByText('Padaria Sol').first().waitFor()
  // Whatever the period, it is one sheet.
  for (const period of ['Hoje', '7 dias', '90 dias']) {
    await page.emulateMedia({ media: null })
    await page.getByText(period, { exact: true }).click()
    await figure(page, 'Recebidas').waitFor()
    const sheet = await page.pdf({ format: 'A4', path: `${results}/dashboard-${period}.pdf` })
    assert.equal(sheet.toString('latin1').match(/\/Type\s*\/Page\b/g)?.length, 1, period)
  }
})
