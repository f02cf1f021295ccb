// What must not stay in a browser, against the mock and without a socket: messages whose time is over, what was written for
// a chat that is gone, and who was erased elsewhere.
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import type { Page } from 'playwright-core'

import { erase, erasuresPlane, tell } from '../mock/erasures'
import { Stage } from '../mock/stage'
import { conversation } from '../mock/world'
import { looks } from '../support/browser'
import { becomes, desk, field, openChat, openPanel } from '../support/panel'
import { until } from '../support/programs'

const stage = Stage.set()
const minuteMs = 60_000
const hourMs = 60 * minuteMs
const marina = () => stage.mock.state.chats.find(({ name }) => name === 'Marina Costa')

const drafts = (page: Page) =>
  page.evaluate(() => Object.entries(localStorage).filter(([name]) => name.startsWith('portaria.draft.')).length)

for (const look of looks.filter(({ language }) => language === 'pt-BR')) {
  describe(look.name, () => {
    it('a message that disappears goes from conversation and list at its moment', async () => {
      const chat = marina()
      const last = chat && conversation(chat.id, Date.now()).at(-1)
      assert.ok(chat && last)
      const endMs = Date.now() + hourMs
      const passing = {
        ...last,
        fromMe: false,
        content: { kind: 'text', text: 'A senha é 4812' } as const,
        context: { ...last.context, expiresAfterS: Math.ceil((endMs - last.placeMs) / 1_000) },
      }
      chat.lastMessage = passing
      stage.mock.state.changed.set(last.id, passing)
      const page = await openPanel(stage, look, (page) => page.clock.install())
      await page.getByRole('link', { name: /A senha é 4812/ }).click()
      const shown = page.getByRole('log').getByText('A senha é 4812')
      await shown.waitFor()
      await page.clock.fastForward(hourMs - 5 * minuteMs)
      assert.equal(await shown.count(), 1, 'it is there for all of its time')
      await page.clock.fastForward(5 * minuteMs)
      await shown.waitFor({ state: 'detached' })
      assert.equal(await page.getByText('A senha é 4812').count(), 0, 'nor in the list')
    })
  })
}

it('a draft goes with its chat, which was deleted elsewhere, and another stays', async () => {
  const page = await openChat(stage, desk)
  await field(page).fill('O preço para você é')
  await page.getByRole('link', { name: /João Pereira/ }).click()
  await field(page).fill('Até amanhã')
  await until('both are kept', async () => (await drafts(page)) === 2)
  const chat = marina()
  assert.ok(chat)
  stage.mock.state.chats = stage.mock.state.chats.filter((one) => one !== chat)
  tell(stage.mock.state, { type: 'chat.removed', data: { chatId: chat.id, mergedInto: null } })
  await until('one is kept', async () => (await drafts(page)) === 1)
  assert.equal(await field(page).inputValue(), 'Até amanhã')
})

it('a draft whose chat was deleted while no page was open goes when the panel opens', async () => {
  const page = await openChat(stage, desk)
  await field(page).fill('O preço para você é')
  await page.goto('about:blank')
  stage.mock.state.chats = stage.mock.state.chats.filter(({ name }) => name !== 'Marina Costa')
  await page.goBack()
  await page.getByRole('navigation').waitFor()
  await until('none is kept', async () => (await drafts(page)) === 0)
})

it('who was erased elsewhere goes from the screen that shows them, at once', async () => {
  const page = await openPanel(stage, desk)
  await page.getByRole('link', { name: 'Contatos' }).click()
  await page.getByRole('searchbox', { name: 'Buscar nome ou número' }).fill('Marina Costa')
  await page.getByRole('link', { name: /Marina Costa/ }).click()
  await page.getByRole('heading', { name: 'Marina Costa' }).waitFor()
  const { state } = stage.mock
  const contact = state.contacts.find(({ name }) => name === 'Marina Costa')
  assert.ok(contact)
  erase(state, contact.id)
  await becomes('the erasure is over', () => {
    erasuresPlane(state, undefined)
    return state.erasures[0]?.state === 'erased'
  })
  await page.getByText('Nenhum contato com “Marina Costa”').waitFor()
  await page.getByText('Não existe mais, ou nunca existiu.').waitFor()
  assert.equal(await page.getByRole('heading', { name: 'Marina Costa', exact: true }).count(), 0)
  assert.equal(state.asked.filter((line) => line.includes('/erasures')).length, 0, 'nobody looked at the proof')
})
