// A shop answered by keyboard: from one who waits to the next, with what is done put away, against the mock.
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import type { Page } from 'playwright-core'

import { Stage } from '../mock/stage'
import { barriers, type Look } from '../support/browser'
import { desk, field, openPanel } from '../support/panel'
import { until } from '../support/programs'

const stage = Stage.set()

async function openList(look: Look = desk): Promise<Page> {
  const page = await openPanel(stage, look)
  await page.getByRole('link', { name: /Marina Costa/ }).waitFor()
  if (stage.mock.state.chats.some(({ waitingSinceMs }) => waitingSinceMs !== null)) await line(page).waitFor()
  return page
}

const line = (page: Page) => page.getByRole('button', { name: /esperando/ })
const opened = (page: Page, name: string) => page.getByRole('heading', { level: 1, name }).waitFor()
const archived = (name: string) => stage.mock.state.chats.find((chat) => chat.name === name)?.isArchived

describe('who waits for an answer', () => {
  for (const look of [desk, { ...desk, name: 'phone', isPhone: true }]) {
    it(`is counted above the list, and a press shows them alone (${look.name})`, async () => {
      const page = await openList(look)
      assert.match((await line(page).textContent()) ?? '', /^\d+ esperando · mais antigo \d+ (min|h|d)/)
      await page.getByRole('link', { name: /Família Souza/ }).waitFor()
      await line(page).click()
      await page.getByRole('link', { name: /Família Souza/ }).waitFor({ state: 'detached' })
      await page.getByRole('link', { name: /Marina Costa/ }).waitFor()
      assert.equal(await line(page).getAttribute('aria-pressed'), 'true')
      assert.deepEqual(await barriers(page), [])
      await line(page).click()
      await page.getByRole('link', { name: /Família Souza/ }).waitFor()
    })
  }

  it('is nobody where all have an answer', async () => {
    const page = await openList()
    for (const chat of stage.mock.state.chats) chat.waitingSinceMs = null
    await line(page).waitFor({ state: 'detached' })
    await page.reload()
    await page.getByRole('link', { name: /Marina Costa/ }).waitFor()
    // What comes after it on the screen is told by the same answers.
    const answers = stage.mock.state.asked.filter((line) => line.includes('show=waiting')).length
    await until('who waits is asked for again', () =>
      Promise.resolve(stage.mock.state.asked.filter((line) => line.includes('show=waiting')).length > answers),
    )
    assert.equal(await line(page).count(), 0)
  })

  it('is gone through by J and K, which the fields of the chats do not take', async () => {
    const page = await openList()
    await page.keyboard.press('j')
    await opened(page, 'Marina Costa')
    await page.keyboard.press('j')
    await opened(page, '+55 11 90000-2003')
    await page.keyboard.press('j')
    await opened(page, 'Condomínio Ipê')
    await page.keyboard.press('k')
    await opened(page, '+55 11 90000-2003')
    // One step from the list, however many chats were looked at.
    await page.goBack()
    await page.getByText('Escolha uma conversa').waitFor()
  })
})

describe('the keys', () => {
  it('write in a field, and work again once it is left', async () => {
    const page = await openList()
    await page.getByRole('link', { name: /Marina Costa/ }).click()
    await page.getByRole('log').waitFor()
    await page.keyboard.type('je')
    assert.equal(await field(page).inputValue(), 'je')
    await page.keyboard.press('Escape')
    await page.keyboard.press('j')
    await opened(page, '+55 11 90000-2003')
    assert.equal(archived('Marina Costa'), false)
  })

  it('put away what is done, go on to the next, and give it back', async () => {
    const page = await openList()
    await page.keyboard.press('j')
    await opened(page, 'Marina Costa')
    await page.keyboard.press('e')
    await opened(page, '+55 11 90000-2003')
    await page.getByText('Arquivada: Marina Costa').waitFor()
    assert.equal(archived('Marina Costa'), true)
    await page.getByRole('link', { name: /Marina Costa/ }).waitFor({ state: 'detached' })
    assert.deepEqual(await barriers(page), [])
    await page.getByRole('button', { name: 'Desfazer' }).click()
    await opened(page, 'Marina Costa')
    assert.equal(archived('Marina Costa'), false)
    await page.getByRole('link', { name: /Marina Costa/ }).waitFor()
  })

  it('say why what is done could not be put away', async () => {
    const page = await openList()
    await page.keyboard.press('j')
    await opened(page, 'Marina Costa')
    stage.mock.state.refuses = { status: 507, code: 'storage_full' }
    await page.keyboard.press('e')
    await page.getByRole('alert').getByText('Não foi possível gravar').waitFor()
    await opened(page, 'Marina Costa')
  })

  it('put away once, however often they are pressed, and leave alone who has gone on meanwhile', async () => {
    const page = await openList()
    await page.keyboard.press('j')
    await opened(page, 'Marina Costa')
    stage.mock.state.holds = /\/settings$/
    await page.keyboard.press('e')
    await page.keyboard.press('e')
    await page.getByRole('link', { name: /Dona Lúcia/ }).click()
    await opened(page, '~Dona Lúcia')
    stage.mock.release()
    await page.getByText('Arquivada: Marina Costa').waitFor()
    await opened(page, '~Dona Lúcia')
    assert.equal(stage.mock.state.asked.filter((one) => one.endsWith('/settings')).length, 1)
  })

  it('answer the last message of the other side', async () => {
    const page = await openList()
    await page.keyboard.press('j')
    await page.getByRole('log').getByText('Rua das Flores').waitFor()
    await page.keyboard.press('r')
    await page.getByText('Respondendo a Marina Costa').waitFor()
    await until('the field has the focus', () => field(page).evaluate((field) => document.activeElement === field))
  })

  it('are listed, and switched off for whoever does not want them', async () => {
    const page = await openList()
    await page.keyboard.press('?')
    const dialog = page.getByRole('dialog', { name: 'Atalhos do teclado' })
    await dialog.getByText('Responder à última mensagem').waitFor()
    assert.deepEqual(await barriers(page), [])
    await dialog.getByRole('button', { name: 'Desligar letras' }).click()
    await dialog.getByText('As letras sozinhas não fazem nada.').waitFor()
    await page.keyboard.press('Escape')
    await page.reload()
    await page.getByRole('link', { name: /Marina Costa/ }).waitFor()
    await page.keyboard.press('j')
    await page.keyboard.press('?')
    await page.getByRole('link', { name: 'Ajustes' }).click()
    await page.getByRole('button', { name: 'Atalhos do teclado' }).click()
    await dialog.getByRole('button', { name: 'Ligar letras' }).waitFor()
    await page.keyboard.press('Escape')
    // Had a letter opened a chat, Back would lead there.
    await page.goBack()
    await page.getByText('Escolha uma conversa').waitFor()
  })
})

it('something new in a chat that was put away is counted where it lies', async () => {
  const away = stage.mock.state.chats.find(({ isArchived }) => isArchived)
  assert.ok(away)
  away.unread = 1
  const page = await openList()
  await page.getByRole('radio', { name: 'Arquivadas · 1' }).waitFor()
})
