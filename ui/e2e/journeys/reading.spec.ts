// How a chat is read, left and come back to, against the mock.
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import type { Page } from 'playwright-core'

import { Stage } from '../mock/stage'
import { type Chat, hour, publicId, secret } from '../mock/world'
import { chat as buildChat } from '../../src/testing/world'
import { type Look, looks } from '../support/browser'
import { openPanel } from '../support/panel'
import { until } from '../support/programs'

const stage = Stage.set()
const phone: Look = { name: 'phone', isPhone: true, theme: 'light', language: 'pt-BR' }

async function openList(look: Look): Promise<Page> {
  const page = await openPanel(stage, look)
  await page.getByRole('link', { name: /Marina Costa/ }).waitFor()
  return page
}

async function openMarina(look: Look): Promise<Page> {
  const page = await openList(look)
  await page.getByRole('link', { name: /Marina Costa/ }).click()
  await page.getByRole('log').getByText('Continua o mesmo, sim').waitFor()
  return page
}

/** Chats of people with invented numbers, below those that are there. */
const manyChats = (count: number): Chat[] =>
  Array.from({ length: count }, (_, index) =>
    buildChat({
      id: `01900000-0000-7000-8000-0000000d${String(index).padStart(4, '0')}`,
      name: `Cliente ${String(index + 1).padStart(3, '0')}`,
      pn: `5511900${String(100_000 + index)}@s.whatsapp.net`,
      lastActivityMs: Date.now() - 30 * 24 * hour - index * hour,
    }),
  )

const reads = () => stage.mock.state.asked.filter((asked) => /^POST .*\/read$/.test(asked)).length

for (const look of looks.filter(({ language }) => language === 'pt-BR')) {
  describe(look.name, () => {
    it('what arrives below is read once it is seen, and the arrow counts it', async () => {
      const page = await openMarina(look)
      await until('what was unread is marked as read', () => Promise.resolve(reads() === 1))
      const log = page.getByRole('log')
      await log.evaluate((log) => {
        log.dispatchEvent(new WheelEvent('wheel', { deltaY: -1 }))
        log.scrollTop = log.scrollHeight / 2
      })
      stage.mock.state.chats.forEach((chat) => (chat.unread = 3))
      const arrow = page.getByRole('button', { name: 'Ir para o fim: 3 mensagens não lidas' })
      await arrow.waitFor()
      assert.equal(reads(), 1, 'what nobody has seen was marked as read')
      await arrow.click()
      await until('it is marked as read at the end', () => Promise.resolve(reads() === 2))
      await arrow.waitFor({ state: 'detached' })
    })

    it('each older page is asked for once', async () => {
      const page = await openMarina(look)
      const log = page.getByRole('log')
      await log.dispatchEvent('wheel', { deltaY: -1 })
      await until('the beginning is there', async () => {
        await log.evaluate((log) => (log.scrollTop = 0))
        return log.getByText('Início da conversa neste painel').isVisible()
      })
      const older = stage.mock.state.asked.filter((asked) => asked.includes('cursor='))
      assert.ok(older.length > 0, 'nothing older was asked for')
      assert.deepEqual(older, [...new Set(older)])
    })

    it('a listed chat that cannot be asked for shows what the list knows', async () => {
      const page = await openList(look)
      // What the list stands without has come.
      await page.waitForLoadState('networkidle')
      await page.context().setOffline(true)
      await page.getByText('Sem conexão com a Portaria.').waitFor({ timeout: 3_000 })
      await page.getByRole('link', { name: /Marina Costa/ }).click()
      await page.getByRole('heading', { name: 'Marina Costa' }).waitFor()
      await page.getByRole('textbox', { name: 'Mensagem' }).waitFor()
    })

    it('a chat and its messages are asked for together', async () => {
      const page = await openList(look)
      const [first] = stage.mock.state.chats
      stage.mock.state.holds = /\/chats\/[^/]+$/
      await page.goto(`${stage.mock.url}/client/${publicId}/chats/${first?.id}`)
      const path = `/chats/${first?.id}/messages`
      await until('messages are asked for', () => Promise.resolve(stage.mock.state.asked.some((asked) => asked.includes(path))))
      stage.mock.release()
      await page.getByRole('log').waitFor()
    })
  })
}

describe('on a phone', () => {
  it('the list keeps its place, the chat that was left has the focus, and Back does not open it again', async () => {
    const page = await stage.page(phone)
    stage.mock.state.chats.push(...manyChats(80))
    await page.goto(`${stage.mock.url}/client/${publicId}#${secret}`)
    const row = page.getByRole('link', { name: /Cliente 060/ })
    const list = page.getByRole('region', { name: 'Conversas' }).locator('ul').locator('..')
    await until('the row is there', async () => {
      await list.evaluate((list) => (list.scrollTop = 60 * 72))
      return row.isVisible()
    })
    const before = await list.evaluate((list) => list.scrollTop)
    await row.click()
    const heading = page.getByRole('heading', { name: 'Cliente 060' })
    await heading.waitFor()
    assert.ok(await heading.evaluate((heading) => document.activeElement === heading), 'the focus is not at the name')
    await page.getByRole('button', { name: 'Voltar às conversas' }).click()
    await row.waitFor()
    assert.equal(await list.evaluate((list) => list.scrollTop), before)
    assert.ok(await row.evaluate((row) => document.activeElement === row), 'the focus is not where one left')
    await page.goBack().catch(() => null)
    assert.doesNotMatch(page.url(), /\/chats\//, 'the chat is open again')
  })

  it('the newest text stays in sight when a keyboard lies over the page', async () => {
    const page = await openMarina(phone)
    const last = page.getByRole('log').getByText(/Rua das Flores/)
    await until('the end is seen', () => last.isVisible())
    await page.evaluate(() => {
      const seen = visualViewport
      if (!seen) throw new Error('no visual viewport')
      Object.defineProperty(seen, 'height', { value: 480, configurable: true })
      seen.dispatchEvent(new Event('resize'))
    })
    await until('the newest text stands above the keyboard', async () => {
      const box = await last.boundingBox()
      return box !== null && box.y + box.height < 420
    })
    const field = await page.getByRole('textbox', { name: 'Mensagem' }).boundingBox()
    assert.ok(field !== null && field.y + field.height <= 480, 'the field is below the keyboard')
  })
})
