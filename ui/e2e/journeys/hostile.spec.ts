// What somebody may write to harm whoever reads it, through each field of the panel that comes from outside: no script
// runs, no element is there that we did not make, and nothing is wider than the window.
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import type { Page } from 'playwright-core'

import type { Content } from '../../src/api/types'
import { chat as buildChat, file } from '../../src/testing/world'
import { hostile } from '../mock/hostile'
import { Stage } from '../mock/stage'
import { hour, message, publicId, secret } from '../mock/world'
import { complaints, looks } from '../support/browser'
import { until } from '../support/programs'

const stage = Stage.set()
const chatId = '01900000-0000-7000-8000-00000000d001'

/** A content of each kind that has words, with one value in every field of it. */
const fields: ((value: string) => Content)[] = [
  (text) => ({ kind: 'text', text }),
  (value) => file('document', { fileName: value, caption: value, sizeBytes: 1_000 }),
  (value) => file('image', { caption: value, width: 20, height: 10 }),
  (value) => ({ kind: 'place', latitude: 1, longitude: 1, isLive: false, name: value, address: value, url: value }),
  (value) => ({ kind: 'contacts', cards: [{ name: value, numbers: [value], vcard: value }] }),
  (value) => ({ kind: 'poll', question: value, options: [{ name: value, hash: '1' }], choices: 1 }),
  (value) => ({ kind: 'occasion', name: value, description: value, joinLink: value, isCancelled: false }),
  (value) => ({ kind: 'product', id: '1', title: value, priceThousandths: 1, currency: value.slice(0, 3), url: value }),
  (value) => ({ kind: 'group_invitation', group: '1@g.us', name: value, code: value }),
  (value) => ({ kind: 'system', what: 'subject', subject: value }),
]

const allowed = new Set(
  'A ARTICLE AUDIO B BDI BUTTON CANVAS CIRCLE CODE DD DIV DL DT ELLIPSE EM FORM H1 H2 H3 HEADER IMG INPUT LABEL LI LINE MAIN NAV OL P PATH POLYGON POLYLINE PROGRESS RECT S SECTION SPAN STRONG SVG TEXTAREA TIME UL VIDEO'.split(
    ' ',
  ),
)

/** Elements that are not ours, links that lead where none may, and what sticks out of the window. */
const found = (page: Page) =>
  page.evaluate(
    (allowed) => {
      const all = [...document.querySelectorAll('#root *')]
      const strange = all.map(({ tagName }) => tagName.toUpperCase()).filter((name) => !allowed.includes(name))
      const links = [...document.querySelectorAll('a[href]')]
        .map((link) => (link as HTMLAnchorElement).protocol)
        .filter((protocol) => !['http:', 'https:', 'mailto:', 'tel:'].includes(protocol))
      const sources = [...document.querySelectorAll('img, video, audio')]
        .map((media) => (media as HTMLImageElement).currentSrc)
        .filter((src) => src !== '' && !src.startsWith(location.origin) && !src.startsWith('blob:'))
      const isTooWide = document.documentElement.scrollWidth > document.documentElement.clientWidth
      return { strange: [...new Set(strange)], links, sources, isTooWide, hurt: 'hurt' in window }
    },
    [...allowed],
  )

const nothing = { strange: [], links: [], sources: [], isTooWide: false, hurt: false }

it('the corpus is large', () => assert.ok(new Set(hostile).size >= 300, `${new Set(hostile).size} values`))

for (const look of looks.filter(({ language }) => language === 'pt-BR')) {
  describe(look.name, () => {
    it('names of chats, writers and groups do no harm', async () => {
      const now = Date.now()
      stage.mock.state.chats = hostile.map((name, index) =>
        buildChat({
          id: `01900000-0000-7000-8000-0000000e${String(index).padStart(4, '0')}`,
          name,
          about: name,
          kind: index % 3 === 0 ? 'group' : 'direct',
          lastActivityMs: now - index * hour,
          lastMessage: message(chatId, index, false, name, now, { senderName: name }),
        }),
      )
      const page = await stage.page(look)
      const heard = complaints(page)
      await page.goto(`${stage.mock.url}/client/${publicId}#${secret}`)
      const list = page.getByRole('region', { name: 'Conversas' }).locator('ul').locator('..')
      await list.waitFor()
      for (let top = 0; top < hostile.length * 72; top += 600) {
        await list.evaluate((list, top) => (list.scrollTop = top), top)
        assert.deepEqual(await found(page), nothing)
      }
      assert.deepEqual(heard, [])
    })

    it('messages of every kind do no harm', async () => {
      const now = Date.now()
      stage.mock.state.chats = [buildChat({ id: chatId, name: 'Cliente', kind: 'group', unread: 0, lastActivityMs: now })]
      // Each value is a text, and in turn one of the other kinds.
      hostile.forEach((value, index) => {
        const others = fields[1 + (index % (fields.length - 1))]
        for (const content of [fields[0]?.(value), others?.(value)]) {
          if (!content) continue
          const at = stage.mock.state.sent.size
          const quote = { id: 'X', sender: null, fromMe: false, kind: 'text', text: value }
          const context = index % 4 === 0 ? { quote } : {}
          const one = message(chatId, at, at % 5 === 0, '', now - (2_000 - at) * 1_000, { content, senderName: value, context })
          stage.mock.state.sent.set(`k${at}`, one)
        }
      })
      const page = await stage.page(look)
      const heard = complaints(page)
      await page.goto(`${stage.mock.url}/client/${publicId}/chats/${chatId}#${secret}`)
      const log = page.getByRole('log')
      await log.waitFor()
      await log.dispatchEvent('wheel', { deltaY: -1 })
      let last = -1
      await until(
        'the oldest is seen',
        async () => {
          const top = await log.evaluate(async (log) => {
            // To the uppermost row that is in the page, so that each row is in it once.
            const tops = [...log.querySelectorAll('[data-index]')].map((row) => row.getBoundingClientRect().top)
            const above = Math.min(...tops) - log.getBoundingClientRect().top
            log.scrollTop += Math.min(above, -log.clientHeight)
            await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))
            return log.scrollTop
          })
          assert.deepEqual(await found(page), nothing)
          const isThere = top === 0 && last === 0
          last = top
          return isThere && (await page.getByText('Início da conversa neste painel').isVisible())
        },
        90_000,
      )
      assert.deepEqual(heard, [])
    })
  })
}
