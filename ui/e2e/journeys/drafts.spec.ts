// A poll, a place and cards of people, against the mock.
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import type { Page } from 'playwright-core'

import { Stage } from '../mock/stage'
import { publicId, secret } from '../mock/world'
import { barriers, looks, picture } from '../support/browser'
import { dialog, openChat } from '../support/panel'
import { until } from '../support/programs'

const stage = Stage.set()
const portuguese = looks.filter(({ language }) => language === 'pt-BR')

async function attach(page: Page, item: string): Promise<void> {
  await page.getByRole('button', { name: 'Anexar' }).click()
  await page.getByRole('menuitem', { name: item, exact: true }).click()
}
const send = (page: Page) => dialog(page).getByRole('button', { name: 'Enviar' }).click()
const sent = async () => {
  await until('it is there', () => Promise.resolve(stage.mock.state.sent.size === 1))
  return [...stage.mock.state.sent.values()][0]?.content
}

for (const look of portuguese) {
  describe(`what is sent besides words and files (${look.name})`, () => {
    it('is a poll: what is missing or twice is said at its line, and a line follows the last', async () => {
      const page = await openChat(stage, look)
      await attach(page, 'Enquete')
      await send(page)
      assert.equal(await dialog(page).getByText('Preencha este campo.').count(), 3)
      await dialog(page).getByLabel('Pergunta').fill('Qual recheio?')
      for (const [index, option] of ['Brigadeiro', 'Morango', 'Morango'].entries()) {
        await dialog(page)
          .getByLabel(`Opção ${index + 1}`, { exact: true })
          .fill(option)
      }
      await dialog(page).getByText('Esta opção se repete.').waitFor()
      await picture(page, `poll-${look.name}`)
      assert.deepEqual(await barriers(page), [])
      await dialog(page).getByRole('button', { name: 'Remover a opção 3' }).click()
      await dialog(page).getByLabel('Permitir várias respostas').check()
      await send(page)
      const poll = await sent()
      assert.ok(poll?.kind === 'poll')
      assert.deepEqual([poll.question, poll.options.map(({ name }) => name), poll.choices], ['Qual recheio?', ['Brigadeiro', 'Morango'], 0])
      await page.getByRole('log').getByText('Qual recheio?').waitFor()
    })

    it('is a place from a map’s link, or where the device is, asked only when it is wanted', async () => {
      const page = await openChat(stage, look)
      await attach(page, 'Localização')
      await dialog(page).getByLabel('Coordenadas ou link do mapa').fill('Praça da Sé')
      await send(page)
      await dialog(page)
        .getByText(/Não achamos um lugar aqui/)
        .waitFor()
      await picture(page, `place-${look.name}`)
      assert.deepEqual(await barriers(page), [])
      await dialog(page).getByLabel('Coordenadas ou link do mapa').fill('https://www.google.com/maps/@-23.5505,-46.6333,17z')
      await dialog(page).getByLabel('Nome do lugar').fill('Padaria Sol')
      await send(page)
      const place = await sent()
      assert.ok(place?.kind === 'place')
      assert.deepEqual([place.latitude, place.longitude, place.name], [-23.5505, -46.6333, 'Padaria Sol'])
    })

    it('is a card of somebody who was looked for', async () => {
      const page = await openChat(stage, look)
      await attach(page, 'Contato')
      await send(page)
      await dialog(page).getByText('Escolha pelo menos uma pessoa.').waitFor()
      await dialog(page).getByRole('searchbox').fill('visitante')
      await dialog(page)
        .getByRole('checkbox', { name: /Visitante/ })
        .click({ force: true })
      await dialog(page).getByText('O WhatsApp esconde o número desta pessoa.').waitFor()
      await dialog(page).getByRole('searchbox').fill('adriana al')
      await dialog(page)
        .getByRole('checkbox', { name: /Adriana Alves/ })
        .check()
      await picture(page, `cards-${look.name}`)
      assert.deepEqual(await barriers(page), [])
      await send(page)
      const cards = await sent()
      assert.ok(cards?.kind === 'contacts')
      assert.match(cards.cards[0]?.vcard ?? '', /FN:Adriana Alves\nTEL;type=CELL;type=VOICE;waid=55\d+:\+55 11/)
      await page.getByRole('log').getByText('Adriana Alves').waitFor()
    })
  })
}

it('the position of the device is taken', async () => {
  const [look] = portuguese
  assert.ok(look)
  const page = await stage.page(look)
  await page.context().grantPermissions(['geolocation'])
  await page.context().setGeolocation({ latitude: -22.9, longitude: -43.2 })
  await page.goto(`${stage.mock.url}/client/${publicId}#${secret}`)
  await page.getByRole('link', { name: /Marina Costa/ }).click()
  await attach(page, 'Localização')
  await dialog(page).getByRole('button', { name: 'Usar onde estou' }).click()
  const where = dialog(page).getByLabel('Coordenadas ou link do mapa')
  await until('it is filled in', async () => (await where.inputValue()) === '-22.90000, -43.20000')
})

it('what is sent without a network is shown at once, outlives a reload, and goes out once', async () => {
  const [look] = portuguese
  assert.ok(look)
  const page = await openChat(stage, look)
  stage.mock.state.refuses = { status: 503, code: 'internal' }
  await attach(page, 'Enquete')
  await dialog(page).getByLabel('Pergunta').fill('Vem sábado?')
  await dialog(page).getByLabel('Opção 1', { exact: true }).fill('Sim')
  await dialog(page).getByLabel('Opção 2', { exact: true }).fill('Não')
  await send(page)
  await page.getByText(/Ainda não saiu/).waitFor()
  await page.reload()
  await page.getByRole('log').getByText('Vem sábado?').waitFor()
  stage.mock.state.refuses = null
  assert.equal((await sent())?.kind, 'poll')
  await page.getByRole('log').getByText('Nenhum voto ainda').waitFor()
})
