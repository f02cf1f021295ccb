// What is written for later, against the mock.
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import type { Page } from 'playwright-core'

import { Stage } from '../mock/stage'
import { barriers, looks, picture } from '../support/browser'
import { becomes, dialog, field, openChat } from '../support/panel'
import { until } from '../support/programs'

const stage = Stage.set()
const portuguese = looks.filter(({ language }) => language === 'pt-BR')

/** By the menu, which each screen has. */
async function schedule(page: Page, words: string, choice = /^Amanhã de manhã/): Promise<void> {
  await field(page).fill(words)
  await page.getByRole('button', { name: 'Anexar' }).click()
  await page.getByRole('menuitem', { name: 'Programar envio' }).click()
  await dialog(page).getByRole('button', { name: choice }).click()
  await page.getByRole('log').getByText(words).waitFor()
}
const waiting = () => [...stage.mock.state.scheduled.values()]
const bubble = (page: Page) => page.getByRole('group', { name: 'Mensagem programada' })

for (const look of portuguese) {
  describe(`what is written for later (${look.name})`, () => {
    it('leaves at the moment that was chosen, and says so until then', async () => {
      const page = await openChat(stage, look)
      await schedule(page, 'Seu bolo está pronto.')
      await bubble(page).waitFor()
      const tomorrow = new Date()
      tomorrow.setDate(tomorrow.getDate() + 1)
      assert.deepEqual(waiting(), [tomorrow.setHours(9, 0, 0, 0)])
      assert.match(await bubble(page).innerText(), /Sai .*9:00/)
      await picture(page, `later-waits-${look.name}`)
      assert.deepEqual(await barriers(page), [])
      await bubble(page).getByRole('button', { name: 'Enviar agora' }).click()
      await becomes('it leaves', () => waiting().length === 0)
      await bubble(page).waitFor({ state: 'detached' })
    })

    it('at a time of one’s own: what is over or too far is refused with words', async () => {
      const page = await openChat(stage, look)
      await field(page).fill('Feliz ano novo!')
      await page.getByRole('button', { name: 'Anexar' }).click()
      await page.getByRole('menuitem', { name: 'Programar envio' }).click()
      const submit = dialog(page).getByRole('button', { name: 'Programar', exact: true })
      await submit.click()
      await dialog(page).getByText('Preencha este campo.').waitFor()
      await dialog(page).getByLabel('Dia').fill('2020-01-01')
      await dialog(page).getByText('Este momento já passou.').waitFor()
      const year = new Date().getFullYear()
      await dialog(page)
        .getByLabel('Dia')
        .fill(`${year + 2}-01-01`)
      await dialog(page).getByText('No máximo um ano à frente.').waitFor()
      await picture(page, `later-choose-${look.name}`)
      assert.deepEqual(await barriers(page), [])
      const day = new Date()
      day.setDate(day.getDate() + 40)
      const two = (part: number) => String(part).padStart(2, '0')
      await dialog(page)
        .getByLabel('Dia')
        .fill(`${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`)
      await dialog(page).getByLabel('Hora').fill('07:30')
      await submit.click()
      await becomes('it waits', () => waiting().length === 1)
      assert.deepEqual(waiting(), [day.setHours(7, 30, 0, 0)])
      assert.equal(await field(page).inputValue(), '')
    })

    it('comes back into the field to be written otherwise, and is cancelled after a question', async () => {
      const page = await openChat(stage, look)
      await schedule(page, 'Fechado no domingo.')
      await field(page).fill('já tinha algo aqui')
      await bubble(page).getByRole('button', { name: 'Alterar' }).click()
      await until('the words are back', async () => (await field(page).inputValue()) === 'Fechado no domingo.\njá tinha algo aqui')
      assert.deepEqual(waiting(), [])
      await field(page).fill('')
      await schedule(page, 'Aberto no domingo.')
      await bubble(page).getByRole('button', { name: 'Cancelar envio' }).click()
      await dialog(page).getByRole('button', { name: 'Cancelar envio' }).click()
      await page.getByRole('log').getByText('Aberto no domingo.').waitFor({ state: 'detached' })
      assert.deepEqual(waiting(), [])
    })

    it('is listed over all chats, and several are cancelled together', async () => {
      const page = await openChat(stage, look)
      for (const words of ['Nota do mês', 'Lista de preços', 'Feriado na terça']) await schedule(page, words)
      await page.getByRole('button', { name: '3 mensagens programadas nesta conversa' }).click()
      await dialog(page)
        .getByRole('checkbox', { name: /Lista de preços/ })
        .check()
      await picture(page, `later-list-${look.name}`)
      assert.deepEqual(await barriers(page), [])
      await dialog(page).getByRole('button', { name: 'Fechar' }).last().click()
      if (look.isPhone) await page.getByRole('button', { name: 'Voltar às conversas' }).click()
      await page.getByRole('link', { name: 'Ajustes' }).click()
      await page.getByRole('link', { name: 'Ver programadas' }).click()
      await page.getByRole('checkbox', { name: /Marina Costa.*Lista de preços/ }).check()
      await page.getByRole('checkbox', { name: /Marina Costa.*Nota do mês/ }).check()
      await page.getByRole('button', { name: 'Cancelar selecionadas' }).click()
      await dialog(page).getByRole('heading', { name: 'Cancelar 2 mensagens?' }).waitFor()
      await dialog(page).getByRole('button', { name: 'Cancelar selecionadas' }).click()
      await becomes('two are out', () => waiting().length === 1)
      await page.getByRole('checkbox', { name: /Lista de preços/ }).waitFor({ state: 'detached' })
      await page.getByRole('link', { name: 'Abrir a conversa com Marina Costa' }).click()
      await page.getByRole('log').getByText('Feriado na terça').waitFor()
      await page.goBack()
      // The last one leaves while it is asked about: it stays in the conversation, and that is said.
      await page.getByRole('checkbox', { name: /Marina Costa.*Feriado na terça/ }).check()
      await page.getByRole('button', { name: 'Cancelar selecionadas' }).click()
      await dialog(page).getByRole('heading', { name: 'Cancelar 1 mensagem?' }).waitFor()
      stage.mock.state.scheduled.clear()
      await dialog(page).getByRole('button', { name: 'Cancelar selecionadas' }).click()
      await page.getByText('1 já estava saindo. Apague para todos na conversa.').waitFor()
      await page.getByRole('link', { name: 'Conversas' }).click()
      await page.getByRole('link', { name: /Marina Costa/ }).click()
      await page.getByRole('log').getByText('Feriado na terça').waitFor()
    })
  })
}

it('what waits and cannot be read says so, can still be cancelled, and is read again', async () => {
  const [look] = portuguese
  assert.ok(look)
  const page = await openChat(stage, look)
  await schedule(page, 'Lista de preços')
  await page.reload()
  await page.getByRole('link', { name: 'Ajustes' }).click()
  stage.mock.state.loses = /\/chats\//
  await page.getByRole('link', { name: 'Ver programadas' }).click()
  const row = page.getByRole('checkbox', { name: /O que ela diz não pôde ser lido agora/ })
  await row.waitFor()
  assert.deepEqual(await barriers(page), [])
  stage.mock.state.loses = null
  await page.getByRole('button', { name: 'Tentar de novo' }).click()
  await page.getByRole('checkbox', { name: /Marina Costa.*Lista de preços/ }).waitFor()
  await page.getByRole('button', { name: 'Tentar de novo' }).waitFor({ state: 'detached' })
})

it('what has begun to leave is not cancelled any more, and that is said', async () => {
  const [look] = portuguese
  assert.ok(look)
  const page = await openChat(stage, look)
  await schedule(page, 'Já vai')
  await bubble(page).getByRole('button', { name: 'Cancelar envio' }).click()
  stage.mock.state.scheduled.clear()
  await dialog(page).getByRole('button', { name: 'Cancelar envio' }).click()
  await dialog(page).getByText('Esta mensagem já está saindo ou pode ter saído.').waitFor()
  await dialog(page).getByRole('button', { name: 'Cancelar', exact: true }).click()
  await page.getByRole('log').getByText('Já vai').waitFor()
})

it('a finger that stays on Send chooses when, and sends nothing', async () => {
  const look = portuguese.find(({ isPhone }) => isPhone)
  assert.ok(look)
  const page = await openChat(stage, look)
  await field(page).fill('Até já')
  const box = await page.getByRole('button', { name: 'Enviar', exact: true }).boundingBox()
  assert.ok(box)
  const touch = await page.context().newCDPSession(page)
  const touchPoints = [{ x: box.x + box.width / 2, y: box.y + box.height / 2 }]
  await touch.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints })
  await dialog(page).waitFor()
  await touch.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] })
  await dialog(page).getByRole('button', { name: 'Cancelar' }).click()
  await dialog(page).waitFor({ state: 'detached' })
  assert.equal(stage.mock.state.sent.size, 0)
  assert.equal(await field(page).inputValue(), 'Até já')
})

it('what is written for later without a network goes out with its hour once that is back', async () => {
  const [look] = portuguese
  assert.ok(look)
  const page = await openChat(stage, look)
  stage.mock.state.refuses = { status: 503, code: 'internal' }
  await schedule(page, 'Volto amanhã')
  await page.getByText(/Ainda não saiu/).waitFor()
  await page.reload()
  await page.getByText(/Ainda não saiu/).waitFor()
  stage.mock.state.refuses = null
  await becomes('it is there', () => waiting().length === 1)
  await bubble(page).waitFor()
})
