// A chat that becomes another one while somebody is at something in it, against the mock.
import assert from 'node:assert/strict'
import { it } from 'node:test'

import type { Page } from 'playwright-core'

import { MockSocket } from '../mock/socket'
import { Stage } from '../mock/stage'
import { complaints } from '../support/browser'
import { becomes, desk, dialog, field, openChat } from '../support/panel'
import { until } from '../support/programs'

const stage = Stage.set()

/** Marina's chat, and what turns it into Dona Lúcia's. */
async function openMerging(): Promise<{ page: Page; heard: string[]; merge: () => Promise<void> }> {
  let [socket, heard]: [MockSocket | undefined, string[]] = [undefined, []]
  const page = await openChat(stage, desk, /Marina Costa/, async (page) => {
    heard = complaints(page)
    socket = await MockSocket.of(page.context())
  })
  const { state } = stage.mock
  const [from, to] = ['Marina Costa', 'Dona Lúcia'].map((name) => state.chats.find((chat) => chat.name === name)?.id ?? '')
  const merge = async () => {
    state.became.set(from ?? '', to ?? '')
    state.chats = state.chats.filter(({ id }) => id !== from)
    await socket?.tell({ type: 'chat.removed', data: { chatId: from ?? '', mergedInto: to ?? null } })
    await page.getByRole('heading', { name: 'Dona Lúcia' }).waitFor({ state: 'attached' })
    await page.waitForURL((url) => url.pathname.endsWith(to ?? ''))
  }
  return { page, heard, merge }
}

const sentTo = () => [...stage.mock.state.sent.values()].map(({ chatId, content }) => [chatId, content.kind])
const lucia = () => stage.mock.state.chats.find(({ name }) => name === 'Dona Lúcia')?.id

it('what is being recorded goes on, and goes to the chat that it became', async () => {
  const { page, heard, merge } = await openMerging()
  await page.getByRole('button', { name: 'Gravar mensagem de voz' }).click()
  const timer = page.getByRole('timer')
  await until('it records', async () => (await timer.textContent()) === '0:01')
  await merge()
  await until('it goes on', async () => (await timer.textContent()) === '0:02')
  await page.getByRole('button', { name: 'Enviar gravação' }).click()
  await becomes('it is there', () => sentTo().length === 1)
  assert.deepEqual(sentTo(), [[lucia(), 'media']])
  assert.deepEqual(heard, [])
})

it('an open form stays open with what was typed, and what is typed in the field stays too', async () => {
  const { page, merge } = await openMerging()
  await field(page).fill('o bolo custa')
  await page.getByRole('button', { name: 'Anexar' }).click()
  await page.getByRole('menuitem', { name: 'Enquete' }).click()
  await dialog(page).getByLabel('Pergunta').fill('Qual sabor?')
  await dialog(page).getByLabel('Opção 1').fill('Brigadeiro')
  await dialog(page).getByRole('textbox', { name: 'Opção 2' }).fill('Morango')
  await merge()
  assert.equal(await dialog(page).getByRole('textbox', { name: 'Opção 2' }).inputValue(), 'Morango')
  assert.ok(
    await dialog(page)
      .getByRole('textbox', { name: 'Opção 2' })
      .evaluate((one) => one === document.activeElement),
    'the focus went away',
  )
  await dialog(page).getByRole('button', { name: 'Enviar' }).click()
  await becomes('it is there', () => sentTo().length === 1)
  assert.deepEqual(sentTo(), [[lucia(), 'poll']])
  assert.equal(await field(page).inputValue(), 'o bolo custa')
})

it('words that are changed, and a question that was asked, are about the same message there', async () => {
  const { page, merge } = await openMerging()
  await page.locator('[data-index]').filter({ hasText: 'Continua o mesmo, sim' }).last().hover()
  await page.getByRole('button', { name: 'Ações da mensagem' }).last().press('Enter')
  await page.getByRole('menuitem', { name: 'Encaminhar' }).click()
  await dialog(page)
    .getByRole('checkbox', { name: /João Pereira/ })
    .check()
  await merge()
  assert.ok(
    await dialog(page)
      .getByRole('checkbox', { name: /João Pereira/ })
      .isChecked(),
  )
  await dialog(page).getByRole('button', { name: 'Cancelar' }).click()
})
