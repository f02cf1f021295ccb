// What the network drops, against the mock: it goes out by itself, once, and nobody writes it twice.
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import type { Page } from 'playwright-core'

import { Stage } from '../mock/stage'
import { publicId, secret } from '../mock/world'
import { looks } from '../support/browser'
import { openChat } from '../support/panel'
import { until } from '../support/programs'

const stage = Stage.set()

async function write(page: Page, ...texts: string[]): Promise<void> {
  for (const text of texts) {
    await page.getByRole('textbox', { name: 'Mensagem' }).fill(text)
    await page.keyboard.press('Enter')
    await page.getByRole('log').getByText(text, { exact: true }).waitFor()
  }
}

const waiting = 'Ainda não saiu. Sai sozinha assim que der.'
const taken = () => [...stage.mock.state.sent.values()].map(({ content }) => (content.kind === 'text' ? content.text : content.kind))
const isTaken = (...texts: string[]) =>
  until(`${texts.join(', ')} are there`, () => Promise.resolve(JSON.stringify(taken()) === JSON.stringify(texts)))
/** Each text stands there once, as a message that the server has. */
const isShownOnce = async (page: Page, ...texts: string[]) => {
  const log = page.getByRole('log')
  await log.getByText(waiting).waitFor({ state: 'detached' })
  await until('nothing waits any more', async () => (await log.locator('[data-receipt=sending]').count()) === 0)
  for (const text of texts) assert.equal(await log.getByText(text, { exact: true }).count(), 1, text)
}

for (const look of looks.filter(({ language }) => language === 'pt-BR')) {
  describe(look.name, () => {
    it('texts of a time without network go out in their order when it is back', async () => {
      const page = await openChat(stage, look)
      await page.context().setOffline(true)
      await write(page, 'um', 'dois', 'três')
      await page.getByRole('log').getByText(waiting).waitFor()
      assert.deepEqual(taken(), [])
      await page.context().setOffline(false)
      await isTaken('um', 'dois', 'três')
      await isShownOnce(page, 'um', 'dois', 'três')
    })

    it('a text whose answer was lost is not sent twice', async () => {
      const page = await openChat(stage, look)
      stage.mock.state.loses = /\/send$/
      await write(page, 'oi')
      await page.getByRole('log').getByText(waiting).waitFor()
      assert.deepEqual(taken(), ['oi'], 'the server has it')
      stage.mock.state.loses = null
      await isShownOnce(page, 'oi')
      assert.deepEqual(taken(), ['oi'])
      assert.ok(stage.mock.state.asked.filter((asked) => /^POST .*\/send$/.test(asked)).length > 1, 'it was not asked again')
    })

    it('what waits outlives a reload, and goes out from wherever one is', async () => {
      const page = await openChat(stage, look)
      stage.mock.state.loses = /\/send$/
      stage.mock.state.refuses = { status: 502, code: 'internal' }
      await write(page, 'um', 'dois')
      await page.getByRole('log').getByText(waiting).waitFor()
      await page.goto(`${stage.mock.url}/client/${publicId}/settings`)
      await page.getByRole('heading', { name: 'Ajustes' }).waitFor()
      assert.deepEqual(taken(), [])
      stage.mock.state.loses = null
      stage.mock.state.refuses = null
      await isTaken('um', 'dois')
      await page.reload()
      await page.getByRole('heading', { name: 'Ajustes' }).waitFor()
      await page.goto(`${stage.mock.url}/client/${publicId}`)
      await page.getByRole('link', { name: /Marina Costa/ }).click()
      await page.getByRole('log').getByText('dois', { exact: true }).waitFor()
      await isShownOnce(page, 'um', 'dois')
      assert.deepEqual(taken(), ['um', 'dois'])
    })

    it('a text that is refused says why and stays', async () => {
      stage.mock.state.refuses = { status: 409, code: 'tenant_paused' }
      const page = await openChat(stage, look)
      await write(page, 'oi')
      const alert = page.getByRole('log').getByRole('alert')
      await alert.getByText('Não saiu daqui. O fornecedor pausou esta conexão. Fale com ele.').waitFor()
      await page.reload()
      await alert.getByText(/O fornecedor pausou esta conexão/).waitFor()
      stage.mock.state.refuses = null
      await alert.getByRole('button', { name: 'Enviar de novo' }).click()
      await isTaken('oi')
      await isShownOnce(page, 'oi')
    })

    it('a message that failed at WhatsApp goes out again, or is given up, at its bubble', async () => {
      const page = await openChat(stage, look)
      const log = page.getByRole('log')
      const failed = log.getByText('Este número não tem WhatsApp.')
      await failed.waitFor()
      await log.getByRole('button', { name: 'Enviar de novo' }).click()
      await failed.waitFor({ state: 'detached' })
      await log.getByText('Este número mudou?').waitFor()
      stage.mock.state.outbox.clear()
      await failed.waitFor()
      await log.getByRole('button', { name: 'Descartar' }).click()
      await log.getByText('Este número mudou?').waitFor({ state: 'detached' })
    })

    it('a first message goes out by itself, too, and a pasted number is the one that is meant', async () => {
      const page = await stage.page(look)
      await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
      await page.goto(`${stage.mock.url}/client/${publicId}#${secret}`)
      await page.getByRole('button', { name: 'Nova conversa' }).click()
      const dialog = page.getByRole('dialog')
      await dialog.getByLabel('Número com DDD').waitFor()
      // Invented. As copied from an address book: marks of direction around it, a typographic dash in it.
      await page.evaluate(() => navigator.clipboard.writeText('\u202a+55\u00a011 99770\u20130010\u202c'))
      await page.keyboard.press('Control+V')
      assert.equal(await dialog.getByLabel('Número com DDD').inputValue(), '+55 11 99770-0010')
      await dialog.getByLabel('Mensagem').fill('Bom dia!')
      stage.mock.state.isAway = true
      await dialog.getByRole('button', { name: 'Enviar mensagem' }).click()
      await dialog.getByText('Sem conexão. Enviamos automaticamente assim que voltar.').waitFor()
      stage.mock.state.isAway = false
      await isTaken('Bom dia!')
      await dialog.waitFor({ state: 'detached' })
      await page.getByRole('log').getByText('Bom dia!').waitFor()
    })
  })
}
