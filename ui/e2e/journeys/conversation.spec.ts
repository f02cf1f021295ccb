// Where a conversation opens, against the mock: what a person looks at does not move from under their eyes, however
// slowly the page is drawn and however quickly the server answers.
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import type { Page } from 'playwright-core'

import { Stage } from '../mock/stage'
import { looks } from '../support/browser'
import { openChat } from '../support/panel'
import { until } from '../support/programs'

const stage = Stage.set()

/** Each frame takes long, as on a machine with too much to do: answers come in between any two. */
const frameMs = 120
const drawSlowly = (page: Page) =>
  page.addInitScript((ms) => {
    const request = window.requestAnimationFrame.bind(window)
    window.requestAnimationFrame = (draw) =>
      request((time) => {
        for (const end = performance.now() + ms; performance.now() < end;);
        draw(time)
      })
  }, frameMs)

const olderPages = () => stage.mock.state.asked.filter((asked) => /\/messages\?.*cursor=/.test(asked))
const isInSight = (page: Page, text: RegExp) =>
  page.getByRole('log').evaluate((log, source) => {
    const { top, bottom } = log.getBoundingClientRect()
    return [...log.querySelectorAll('p, div[data-index]')].some((row) => {
      const box = row.getBoundingClientRect()
      return new RegExp(source).test(row.textContent) && box.height > 0 && box.top >= top && box.bottom <= bottom
    })
  }, text.source)
/** Two frames later nothing moves by itself any more. */
const settled = async (page: Page) => {
  let before: number | undefined
  await until('the conversation rests', async () => {
    const now = await page.getByRole('log').evaluate(async (log) => {
      await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))
      return log.scrollTop
    })
    const rests = now === before
    before = now
    return rests
  })
}

for (const look of looks.filter(({ language }) => language === 'pt-BR')) {
  describe(look.name, () => {
    it('opens at what is unread, on a page that draws slowly', async () => {
      const page = await openChat(stage, look, undefined, drawSlowly)
      await settled(page)
      assert.ok(await isInSight(page, /^2 mensagens não lidas$/), 'the divider is out of sight')
    })

    it('says no longer that something is unread once it is answered', async () => {
      const page = await openChat(stage, look)
      const divider = page.getByRole('log').getByText('2 mensagens não lidas')
      await divider.waitFor()
      await page.getByRole('textbox', { name: 'Mensagem' }).fill('Saindo do forno!')
      await page.keyboard.press('Enter')
      await divider.waitFor({ state: 'detached' })
      await page.getByRole('log').getByText('Saindo do forno!').waitFor()
    })

    it('asks for nothing older while nobody has gone up', async () => {
      const page = await openChat(stage, look)
      await settled(page)
      assert.ok(await isInSight(page, /^2 mensagens não lidas$/), 'the divider is out of sight')
      assert.deepEqual(olderPages(), [])
    })

    it('opens at the end where nothing is unread', async () => {
      stage.mock.state.chats.forEach((chat) => (chat.unread = 0))
      const page = await openChat(stage, look, undefined, drawSlowly)
      await settled(page)
      assert.ok(await isInSight(page, /Rua das Flores/), 'the newest message is out of sight')
      assert.deepEqual(olderPages(), [])
    })

    it('marks as read what arrives while it is open, also where the socket is blocked', async () => {
      await openChat(stage, look)
      const reads = () => stage.mock.state.asked.filter((asked) => /^POST .*\/read$/.test(asked)).length
      await until('what was unread is marked as read', () => Promise.resolve(reads() === 1))
      stage.mock.state.chats.forEach((chat) => (chat.unread = 1))
      await until('what came is marked as read', () => Promise.resolve(reads() === 2))
    })

    it('keeps what is being read in its place while older messages are put above', async () => {
      const page = await openChat(stage, look)
      await settled(page)
      const log = page.getByRole('log')
      // The answer is held until the top is on the screen.
      stage.mock.state.holds = /\/messages/
      await log.evaluate((log) => {
        log.dispatchEvent(new WheelEvent('wheel', { deltaY: -1 }))
        log.scrollTop = 0
      })
      await until('older messages are asked for', () => Promise.resolve(olderPages().length > 0))
      const first = log.getByText(/^Pedido \d+:/).first()
      const text = (await first.textContent()) ?? ''
      const before = await first.boundingBox()
      stage.mock.release()
      await until('they are there', () => log.evaluate((log) => log.scrollTop > 500))
      await settled(page)
      const after = await log.getByText(text, { exact: true }).boundingBox()
      assert.ok(before && after, 'the message is gone')
      assert.ok(Math.abs(after.y - before.y) < 4, `it moved by ${after.y - before.y} px`)
    })
  })
}
