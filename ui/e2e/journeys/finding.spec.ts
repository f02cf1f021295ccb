// Finding a message among all chats and opening it where it stands; the parts of the list; all of it by keyboard, too.
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import type { Page } from 'playwright-core'

import { Stage } from '../mock/stage'
import { barriers, type Look, looks } from '../support/browser'
import { openPanel } from '../support/panel'
import { until } from '../support/programs'

const stage = Stage.set()

async function openList(look: Look): Promise<Page> {
  const page = await openPanel(stage, look)
  await page.getByRole('link', { name: /Marina Costa/ }).waitFor()
  return page
}

const field = (page: Page) => page.getByRole('searchbox', { name: 'Buscar conversas e mensagens' })
const isInSight = (page: Page, words: string) =>
  page.getByRole('log').evaluate((log, words) => {
    const { top, bottom } = log.getBoundingClientRect()
    return [...log.querySelectorAll('[data-index]')].some((row) => {
      const box = row.getBoundingClientRect()
      return row.textContent.includes(words) && box.top >= top && box.bottom <= bottom
    })
  }, words)

for (const look of looks.filter(({ language }) => language === 'pt-BR')) {
  describe(look.name, () => {
    it('finds what was said long ago, marks the words, and opens it where it stands', async () => {
      const page = await openList(look)
      await field(page).fill('pedido 12:')
      const hit = page.getByRole('link', { name: /Marina Costa.*Pedido 12:/ })
      await hit.waitFor()
      assert.equal(await hit.locator('mark').textContent(), 'Pedido 12:')
      await hit.click()
      await until('the message is on the screen', () => isInSight(page, 'Pedido 12:'))
      assert.match(page.url(), /\/at\//)
      assert.equal(await page.getByText('Pedido 119:').count(), 0, 'what lies far away is not read')
    })

    it('finds more than a page of them, on the way down', async () => {
      const page = await openList(look)
      await field(page).fill('pedido')
      const hits = page.getByRole('link', { name: /Pedido \d+:/ })
      await hits.first().waitFor()
      const list = page.getByRole('region', { name: 'Conversas' }).locator('ul').locator('..')
      const seen = new Set<string>()
      await until(
        () => `more than a page is seen; ${seen.size} were`,
        async () => {
          await list.evaluate((list) => (list.scrollTop += list.clientHeight))
          for (const href of await hits.evaluateAll((links) => links.map((link) => link.getAttribute('href') ?? ''))) seen.add(href)
          return seen.size > 70
        },
      )
      const pages = stage.mock.state.asked.filter((line) => /\/messages\?.*search=pedido/.test(line))
      assert.deepEqual(
        pages.slice(0, 3).map((line) => new URLSearchParams(line.split('?')[1]).get('cursor')),
        [null, 'after:30', 'after:60'],
      )
    })

    it('goes on from there in both directions, and back to the end', async () => {
      const page = await openList(look)
      await field(page).fill('pedido 60:')
      await page.getByRole('link', { name: /Marina Costa.*Pedido 60:/ }).click()
      await until('the message is on the screen', () => isInSight(page, 'Pedido 60:'))
      await page.getByRole('button', { name: 'Ir para o fim' }).click()
      await until('the newest is on the screen', () => isInSight(page, 'Rua das Flores'))
      assert.doesNotMatch(page.url(), /\/at\//)
      await page.goBack()
      await until('the message is on the screen again', () => isInSight(page, 'Pedido 60:'))
      const log = page.getByRole('log')
      await log.dispatchEvent('wheel', { deltaY: 1 })
      await until('newer ones are fetched on the way down', async () => {
        await log.evaluate((log) => (log.scrollTop = log.scrollHeight))
        return isInSight(page, 'Rua das Flores')
      })
      assert.match(page.url(), /\/at\//, 'by walking there, not by jumping')
    })

    it('opens the end of a chat whose message is gone', async () => {
      const page = await openList(look)
      await page.getByRole('link', { name: /Marina Costa/ }).click()
      await page.getByRole('log').waitFor()
      const chat = page.url()
      await page.goto(`${chat}/at/GONE`)
      await until('the newest is on the screen', async () => (await page.getByRole('log').count()) > 0 && isInSight(page, 'Rua das Flores'))
      assert.equal(page.url(), chat)
      // To the entry before the message that is gone, and not to that message again.
      await page.goBack()
      await until('the newest is still there', () => isInSight(page, 'Rua das Flores'))
      assert.equal(page.url(), chat)
      await page.goBack()
      await page.getByRole('link', { name: /Marina Costa/ }).waitFor()
      assert.doesNotMatch(page.url(), /\/chats\//)
    })

    it('is searched by keyboard alone', async () => {
      const page = await openList(look)
      await page.keyboard.press('Control+k')
      await page.keyboard.type('marina')
      await page.getByRole('heading', { name: 'Mensagens', exact: true }).waitFor()
      await page.keyboard.press('ArrowDown')
      const active = await field(page).getAttribute('aria-activedescendant')
      assert.match((await page.locator(`[id="${active ?? ''}"]`).textContent()) ?? '', /Marina Costa/)
      assert.deepEqual(await barriers(page), [])
      await page.keyboard.press('Enter')
      await page.getByRole('log').waitFor()
      if (!look.isPhone) {
        await page.keyboard.press('Control+k')
        await page.keyboard.press('Escape')
        await page.getByRole('link', { name: /João Pereira/ }).waitFor()
        assert.equal(await field(page).inputValue(), '')
      }
    })

    it('shows a part of the chats at a time, and those put away in theirs alone', async () => {
      const page = await openList(look)
      const away = page.getByRole('link', { name: /Gás do Bairro/ })
      assert.equal(await away.count(), 0)
      await page.getByRole('radio', { name: 'Não lidas' }).click()
      await page.getByRole('link', { name: /João Pereira/ }).waitFor({ state: 'detached' })
      await page.getByRole('link', { name: /Marina Costa/ }).waitFor()
      await page.keyboard.press('ArrowRight')
      assert.equal(await page.getByRole('radio', { name: 'Esperando' }).getAttribute('aria-checked'), 'true')
      await page.getByRole('link', { name: /Família Souza/ }).waitFor({ state: 'detached' })
      await page.getByRole('radio', { name: 'Arquivadas' }).click()
      await away.waitFor()
      await page.getByRole('link', { name: /Marina Costa/ }).waitFor({ state: 'detached' })
    })

    it('keeps on top what is pinned there', async () => {
      const page = await openList(look)
      assert.match((await page.getByRole('listitem').first().textContent()) ?? '', /Fornecedor Trigo Bom/)
    })

    it('says in its title how many chats wait to be read', async () => {
      const page = await openList(look)
      // Without Família Souza, which is muted.
      await until('the title counts', async () => /^\(3\) Padaria Sol$/.test(await page.title()))
    })
  })
}

it('the way back from where one jumped within a chat leads to the list, and the browser’s own not into the chat again', async () => {
  const phone = looks.find(({ isPhone, language }) => isPhone && language === 'pt-BR')
  assert.ok(phone)
  const page = await openList(phone)
  await field(page).fill('pedido 60:')
  const hit = page.getByRole('link', { name: /Marina Costa.*Pedido 60:/ })
  await hit.click()
  await until('the message is on the screen', () => isInSight(page, 'Pedido 60:'))
  await page.getByRole('button', { name: 'Ir para o fim' }).click()
  await until('the newest is on the screen', () => isInSight(page, 'Rua das Flores'))
  await page.getByRole('button', { name: 'Voltar às conversas' }).click()
  await hit.waitFor()
  assert.doesNotMatch(page.url(), /\/chats\//)
  await page.goBack().catch(() => null)
  assert.doesNotMatch(page.url(), /\/chats\//, 'the chat is open again')
})
