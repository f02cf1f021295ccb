// Being told while the panel is closed, against the mock: switched on and off in the settings, and what the real worker makes
// of what a push service brings.
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import type { Page } from 'playwright-core'

import { endpoint } from '../mock/push'
import { Stage } from '../mock/stage'
import { publicId, secret, tenantId } from '../mock/world'
import { barriers, complaints } from '../support/browser'
import { desk } from '../support/panel'
import { until } from '../support/programs'
import { deliver, standing, withPushes } from '../support/pushes'

const stage = Stage.set()

const address = () => `${stage.mock.url}/client/${publicId}`
const listed = (page: Page) => page.getByRole('link', { name: /Marina Costa/ })
const toggle = (page: Page) => page.getByRole('checkbox', { name: 'Avisar também com o painel fechado' })
const asked = () => stage.mock.state.asked.filter((one) => one.includes('/push'))

async function openPanel(given?: Parameters<typeof withPushes>[1]): Promise<Page> {
  const page = await stage.page(desk, { serviceWorkers: 'allow' })
  await withPushes(page, given)
  await page.goto(`${address()}#${secret}`)
  await listed(page).waitFor()
  await page.evaluate(async () => void (await navigator.serviceWorker.ready))
  return page
}

async function toSettings(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Ajustes' }).click()
  await toggle(page).waitFor()
  await until('its state is known', () => toggle(page).isEnabled())
}

/** A word of the server about a chat of the world. */
function told(name: string, words: string, change: object = {}): object {
  const chat = stage.mock.state.chats.find((one) => one.name === name)
  assert.ok(chat)
  const chatId = chat.id
  return {
    type: 'message',
    tenantId,
    publicId,
    language: 'pt-BR',
    read: [],
    chatId,
    name,
    author: null,
    kind: 'text',
    words,
    atMs: 0,
    ...change,
  }
}

/** Nobody looks at the panel: another tab is in front. */
async function leave(page: Page): Promise<Page> {
  const other = await page.context().newPage()
  await page.goto('about:blank')
  return other
}

describe('the switch', () => {
  it('has the browser told, as long as it is on, and asks for nothing before it is pressed', async () => {
    const page = await openPanel()
    assert.deepEqual(asked(), [], 'who has switched nothing on asks nothing')
    await toSettings(page)
    assert.equal(await toggle(page).isChecked(), false)
    await toggle(page).click()
    await page.getByRole('button', { name: 'Enviar um teste' }).click()
    await page.getByText('Teste enviado').waitFor()
    assert.deepEqual(stage.mock.state.push, { endpoint, language: 'pt-BR', showsText: true, failingSinceMs: null })
    assert.deepEqual(await barriers(page), [])
    await page.getByText('Só o nome').click()
    await until('the server knows', () => Promise.resolve(stage.mock.state.push?.showsText === false))
    await toggle(page).click()
    await until('it is off', () => Promise.resolve(stage.mock.state.push === null))
    await page.reload()
    await toggle(page).waitFor()
    await until('its state is known', () => toggle(page).isEnabled())
    assert.equal(await toggle(page).isChecked(), false)
    assert.equal(stage.mock.state.push, null, 'nothing switches it on again')
  })

  it('is mended when the panel opens, where the server knows nothing of it any more', async () => {
    const page = await openPanel()
    await toSettings(page)
    await toggle(page).click()
    await until('it is on', () => Promise.resolve(stage.mock.state.push !== null))
    stage.mock.state.push = null
    await page.goto(address())
    await until('it is on again', () => Promise.resolve(stage.mock.state.push !== null))
  })

  it('says why it stays off', async () => {
    const page = await openPanel({ answers: false })
    await toSettings(page)
    await toggle(page).click()
    await page.getByText('O serviço de avisos do navegador não respondeu').waitFor()
    assert.equal(await toggle(page).isChecked(), false)
    assert.deepEqual(await barriers(page), [])
  })
})

describe('what a push brings', () => {
  it('is one notice for each chat, by its newest words, and what was read is taken away', async () => {
    const page = await openPanel()
    const said = complaints(page)
    await deliver(page, told('João Pereira', 'Com o painel na tela'))
    const other = await leave(page)
    await other.goto(`${stage.mock.url}/client/outro`)
    for (const words of ['Bom dia!', 'Tem *pão*?']) await deliver(other, told('Marina Costa', words))
    await deliver(other, told('João Pereira', 'Chegou?', { kind: 'image' }))
    await until('they stand', async () => (await standing(other)).length > 1)
    assert.deepEqual(await standing(other), ['João Pereira: Foto · Chegou?', 'Marina Costa: Tem pão?'], 'nothing of what the panel showed')
    const joao = stage.mock.state.chats.find(({ name }) => name === 'João Pereira')?.id
    await deliver(other, told('Condomínio Ipê', 'Aviso', { read: [joao] }))
    const last = ['Condomínio Ipê: Aviso', 'Marina Costa: Tem pão?']
    await until('it is taken away, and the next one stands', async () => (await standing(other)).join() === last.join())
    await deliver(other, { what: 'never heard of' })
    assert.deepEqual(said, [])
  })

  it('goes away once its chat is read in the panel', async () => {
    const page = await openPanel()
    const other = await leave(page)
    await other.goto(`${stage.mock.url}/client/outro`)
    await deliver(other, told('Marina Costa', 'Bom dia!'))
    await until('it stands', async () => (await standing(other)).length === 1)
    await page.goto(address())
    await listed(page).click()
    await page.getByRole('log').waitFor()
    await until('it is gone', async () => (await standing(page)).length === 0)
  })
})
