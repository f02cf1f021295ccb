// What somebody may write to harm whoever reads it, through each field of the panel that comes from outside: no script
// runs, no element is there that we did not make, and nothing is wider than the window.
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import type { Locator, Page } from 'playwright-core'

import type { Content } from '../../src/api/types'
import { chat as buildChat, file } from '../../src/testing/world'
import { visible } from '../../src/lib/visible'
import { hostile } from '../mock/hostile'
import { Stage } from '../mock/stage'
import { hour, message, publicId, secret, us } from '../mock/world'
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
  'A ARTICLE AUDIO B BDI BUTTON CANVAS CIRCLE CODE DD DIV DL DT ELLIPSE EM FIELDSET FORM H1 H2 H3 HEADER IMG INPUT LABEL LEGEND LI LINE MAIN MARK NAV OL P PATH POLYGON POLYLINE PROGRESS RECT S SECTION SPAN STRONG SVG TEXTAREA TIME UL VIDEO'.split(
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

/** The beginning of a text as it crosses from the page to here, where half a character does not. */
const begins = (text: string) => text.slice(0, 200).replace(/\p{Cs}/gu, '\uFFFD')

/** Goes through a list to its end as somebody reads it: the name in each row, by where the row leads. */
async function readAll(page: Page, list: Locator, count: number): Promise<Map<string, string>> {
  const seen = new Map<string, string>()
  await until(
    () => `all of ${count} are seen; ${seen.size} were`,
    async () => {
      const rows = await list.evaluate(async (list) => {
        await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))
        const rows = [...list.querySelectorAll('a[href]')].map((link) => {
          const text = link.querySelector('[dir="auto"]')?.textContent ?? ''
          return [link.getAttribute('href') ?? '', text.slice(0, 200).replace(/\p{Cs}/gu, '\uFFFD')] as const
        })
        list.scrollTop += list.clientHeight
        return rows
      })
      for (const [href, name] of rows) seen.set(href.split('/').at(-1) ?? '', name)
      assert.deepEqual(await found(page), nothing)
      return seen.size >= count
    },
    60_000,
  )
  return seen
}

/** Each is called what can be seen of its name, and by something where nothing can. */
function assertNamed(seen: Map<string, string>, named: readonly { id: string; name: string }[]): void {
  for (const { id, name } of named) {
    const shown = seen.get(id)
    if (visible(name) !== '') assert.equal(shown, begins(visible(name)))
    else assert.ok(shown, `nothing stands for ${JSON.stringify(name.slice(0, 20))}`)
  }
}

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
      assertNamed(await readAll(page, list, hostile.length), stage.mock.state.chats)
      assert.deepEqual(heard, [])
    })

    it('names of people and of labels do no harm in the address book, its pages and the block list', async () => {
      const [like] = stage.mock.state.contacts
      assert.ok(like)
      stage.mock.state.contacts = hostile.map((name, index) => ({
        ...like,
        id: `01900000-0000-7000-8000-0000000c${String(index).padStart(4, '0')}`,
        pn: `55119${String(90_000_000 + index)}@s.whatsapp.net`, // invented
        lid: `3000000${String(index).padStart(6, '0')}@lid`,
        name,
        nameSource: 'address_book',
        bookName: name,
        businessName: name,
        ownName: name,
        username: name,
        about: name,
        letter: null,
        isBlocked: true,
        labels: [String(index)],
      }))
      const page = await stage.page(look)
      const heard = complaints(page)
      const labels = hostile.map((name, index) => ({ id: String(index), name, color: 0 }))
      await page.route('**/labels', (route) => route.fulfill({ json: labels }))
      await page.goto(`${stage.mock.url}/client/${publicId}#${secret}`)
      await until('labels are there', async () => (await page.getByRole('radio').count()) > hostile.length)
      assert.deepEqual(await found(page), nothing)
      await page.getByRole('link', { name: 'Contatos' }).click()
      const list = page.getByRole('region', { name: 'Contatos' }).locator('ul').locator('..')
      await list.waitFor()
      assertNamed(await readAll(page, list, hostile.length), stage.mock.state.contacts)
      for (const { id } of stage.mock.state.contacts.filter((_, index) => index % 30 === 0)) {
        await page.goto(`${stage.mock.url}/client/${publicId}/contacts/${id}`)
        await page.getByRole('region', { name: 'Dados do contato' }).getByRole('heading', { level: 2 }).waitFor()
        assert.deepEqual(await found(page), nothing)
      }
      await page.goto(`${stage.mock.url}/client/${publicId}/settings`)
      const unblock = page.getByRole('button', { name: /^Desbloquear/ })
      await until('the block list is there', async () => (await unblock.count()) === hostile.length)
      assert.deepEqual(await found(page), nothing)
      assert.deepEqual(heard, [])
    })

    it('what a search finds does no harm', async () => {
      stage.mock.state.chats = hostile.map((name, index) =>
        buildChat({ id: `01900000-0000-7000-8000-0000000e${String(index).padStart(4, '0')}`, name, kind: 'group' }),
      )
      hostile.forEach((text, at) => {
        const { id } = stage.mock.state.chats[at] ?? { id: chatId }
        stage.mock.state.sent.set(`k${at}`, message(id, at, false, text, Date.now() - at * 1_000, { senderName: text }))
      })
      const page = await stage.page(look)
      const heard = complaints(page)
      await page.goto(`${stage.mock.url}/client/${publicId}#${secret}`)
      for (const words of ['hurt', 'example', 'exe', '*', '@']) {
        await page.getByRole('searchbox', { name: 'Buscar conversas e mensagens' }).fill(words)
        const list = page.getByRole('region', { name: 'Conversas' }).locator('ul').locator('..')
        await until(`messages with ${words} are marked`, async () => {
          await list.evaluate((list) => (list.scrollTop += list.clientHeight))
          const marks = await list.locator('mark').allTextContents()
          return marks.length > 0 && marks.every((mark) => mark.toLowerCase() === words)
        })
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
          // What is pinned stands above all of it.
          const marks = index === hostile.length - 1 ? { pin: { by: us, untilMs: now + hour } } : {}
          const one = message(chatId, at, at % 5 === 0, '', now - (2_000 - at) * 1_000, { content, senderName: value, context, marks })
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
