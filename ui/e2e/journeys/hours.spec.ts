// When the shop answers, and what it sends without anybody, against the mock: chosen in the settings.
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import type { Page } from 'playwright-core'

import { bakery } from '../mock/hours'
import { Stage } from '../mock/stage'
import { publicId, secret } from '../mock/world'
import { barriers, type Look, looks } from '../support/browser'
import { until } from '../support/programs'

const stage = Stage.set()
const portuguese = looks.filter(({ language }) => language === 'pt-BR')

async function open(look: Look, label: string): Promise<Page> {
  const page = await stage.page(look)
  await page.goto(`${stage.mock.url}/client/${publicId}#${secret}`)
  await page.getByRole('link', { name: 'Ajustes' }).click()
  await page.getByRole('link', { name: label }).click()
  return page
}
/** How often something was saved. */
function saves(page: Page): { count: number } {
  const saved = { count: 0 }
  page.on('request', (request) => {
    if (request.method() === 'POST' && /business-hours|automatic-messages/.test(request.url())) saved.count += 1
  })
  return saved
}
const focused = (page: Page) => page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.tagName)
const save = (page: Page) => page.getByRole('button', { name: 'Salvar' }).click()

for (const look of portuguese) {
  describe(`business hours (${look.name})`, () => {
    it('are chosen, copied, closed on holidays, and taken away', async () => {
      const page = await open(look, 'Ver horário')
      await page.getByLabel('Usar horário de atendimento').check()
      await page.getByLabel('segunda-feira, abre').fill('07:30')
      await page.getByLabel('segunda-feira, fecha').fill('12:00')
      await page.getByRole('button', { name: 'Outro intervalo: segunda-feira' }).click()
      await page.getByRole('button', { name: 'Copiar o horário: segunda-feira' }).click()
      await page.getByRole('menuitem', { name: 'Copiar para segunda a sexta' }).click()
      await page.getByLabel('sábado', { exact: true }).uncheck()
      await page.getByLabel('Dia', { exact: true }).fill('2026-12-25')
      await page.getByLabel('Nome (opcional)').fill('Natal')
      await page.keyboard.press('Enter')
      await page.getByText('25 de dezembro de 2026').waitFor()
      assert.deepEqual(await barriers(page), [])
      await save(page)
      await page.getByText('Salvo. Vale a partir de agora.').waitFor()
      const kept = stage.mock.state.hours
      const day = [
        { from: '07:30', to: '12:00' },
        { from: '13:00', to: '17:00' },
      ]
      assert.deepEqual([kept?.week.monday, kept?.week.friday], [day, day])
      assert.deepEqual([kept?.week.saturday, kept?.week.sunday], [[], []])
      assert.deepEqual(kept?.closedDates, [{ date: '2026-12-25', name: 'Natal' }])
      await page.getByText(/^Aberto agora, até 23:59/).waitFor()
      await page.getByLabel('Usar horário de atendimento').uncheck()
      await save(page)
      await page.getByText('Salvo. Vale a partir de agora.').waitFor()
      assert.equal(stage.mock.state.hours, null)
    })

    it('say where they meet, and save nothing meanwhile', async () => {
      stage.mock.state.hours = bakery()
      const page = await open(look, 'Ver horário')
      const saved = saves(page)
      await page.getByText('Fecha no dia seguinte: sábado.').waitFor()
      await page.getByLabel('sexta-feira, fecha').nth(2).fill('07:00')
      await page.getByText('Este intervalo se sobrepõe ao seguinte.').waitFor()
      await save(page)
      assert.deepEqual(stage.mock.state.hours, bakery())
      await page.getByLabel('sexta-feira, fecha').nth(2).fill('')
      await page.getByText('Preencha quando abre e quando fecha.').waitFor()
      await save(page)
      const isFocused = () =>
        page
          .getByLabel('sexta-feira, fecha')
          .nth(2)
          .evaluate((field) => field === document.activeElement)
      await until('what is missing has the focus', isFocused)
      await page.getByRole('button', { name: 'Tirar intervalo: sexta-feira' }).nth(2).click()
      await save(page)
      await page.getByText('Salvo. Vale a partir de agora.').waitFor()
      assert.deepEqual(stage.mock.state.hours.week.friday, bakery().week.monday)
      assert.equal(saved.count, 1, 'what was wrong went nowhere')
    })

    it('keep the focus where something is taken away, and what is chosen while they are saved', async () => {
      stage.mock.state.hours = bakery()
      const page = await open(look, 'Ver horário')
      const take = page.getByRole('button', { name: 'Tirar intervalo: segunda-feira' })
      await take.nth(1).press('Enter')
      await until('the span before has the focus', async () => (await focused(page)) === 'Tirar intervalo: segunda-feira')
      await take.press('Enter')
      await until('the day has the focus', () =>
        page.getByLabel('segunda-feira', { exact: true }).evaluate((mark) => mark === document.activeElement),
      )
      await page.getByRole('button', { name: 'Tirar 25 de dezembro de 2026' }).press('Enter')
      await until('the next day has the focus', async () => (await focused(page)) === 'Tirar 1 de janeiro de 2027')
      await page.keyboard.press('Enter')
      await until('the field has the focus', () =>
        page.getByLabel('Dia', { exact: true }).evaluate((field) => field === document.activeElement),
      )
      let go = () => {}
      const held = new Promise<void>((resolve) => {
        go = resolve
      })
      await page.route('**/business-hours', async (route) => {
        if (route.request().method() === 'POST') await held
        await route.continue()
      })
      await save(page)
      await page.getByLabel('domingo', { exact: true }).check()
      go()
      await until('it is saved', () => Promise.resolve(stage.mock.state.hours?.closedDates.length === 0))
      await until('nothing is on its way any more', async () => (await page.locator('button[aria-busy=true]').count()) === 0)
      assert.equal(await page.getByLabel('domingo', { exact: true }).isChecked(), true)
      await save(page)
      await page.getByText('Salvo. Vale a partir de agora.').waitFor()
      assert.deepEqual(stage.mock.state.hours.week.sunday, [{ from: '08:00', to: '18:00' }])
    })

    it('that cannot be saved stay as they were chosen, and it is said why', async () => {
      stage.mock.state.hours = bakery()
      const page = await open(look, 'Ver horário')
      stage.mock.state.refuses = { status: 507, code: 'storage_full' }
      await page.getByLabel('domingo', { exact: true }).check()
      await save(page)
      await page.getByRole('alert').waitFor()
      stage.mock.state.refuses = null
      await save(page)
      await page.getByText('Salvo. Vale a partir de agora.').waitFor()
      assert.deepEqual(stage.mock.state.hours.week.sunday, [{ from: '08:00', to: '18:00' }])
    })
  })

  describe(`automatic messages (${look.name})`, () => {
    it('are written, shown as they arrive, and kept', async () => {
      stage.mock.state.hours = bakery()
      const page = await open(look, 'Ver mensagens')
      await page.getByLabel('Enviar mensagem de ausência').check()
      await page.getByText(/^Aberto agora. Quem escrever a partir de 23:59/).waitFor()
      await save(page)
      await page.getByRole('alert').getByText('Preencha este campo.').waitFor()
      await page.getByLabel('Mensagem', { exact: true }).fill('Oi, ')
      await page.getByRole('button', { name: 'Nome do contato' }).click()
      await page.locator('textarea:focus').waitFor()
      await page.keyboard.type('! *Fechado*.')
      const preview = page.getByRole('figure')
      await preview.getByText('Enviada automaticamente').waitFor()
      assert.match((await preview.textContent()) ?? '', /Oi, Maria! Fechado\./)
      await page.getByRole('combobox', { name: 'Para quem' }).click()
      await page.getByRole('option', { name: 'Só quem não está nos contatos do celular' }).click()
      await page.getByRole('combobox', { name: 'Repetir para a mesma pessoa depois de' }).click()
      await page.getByRole('option', { name: '24 horas' }).click()
      assert.deepEqual(await barriers(page), [])
      await save(page)
      await page.getByText('Salvo. Vale para quem escrever a partir de agora.').waitFor()
      const { away, language, timeZone } = stage.mock.state.automatic
      assert.deepEqual(away, { isOn: true, when: 'outside_hours', to: 'not_contacts', againAfterHours: 24, text: 'Oi, {nome}! *Fechado*.' })
      assert.deepEqual([language, timeZone], ['pt-BR', 'America/Sao_Paulo'])
    })

    it('are switched off whatever stands there, and a refusal is said', async () => {
      stage.mock.state.automatic.away = { isOn: true, when: 'always', to: 'everyone', againAfterHours: 12, text: 'Fechado.' }
      const page = await open(look, 'Ver mensagens')
      await page.getByLabel('Mensagem', { exact: true }).fill('  ')
      await page.getByLabel('Enviar mensagem de ausência').uncheck()
      stage.mock.state.refuses = { status: 422, code: 'validation_failed' }
      await save(page)
      await page.getByRole('alert').waitFor()
      stage.mock.state.refuses = null
      await save(page)
      await page.getByText('Salvo. Vale para quem escrever a partir de agora.').waitFor()
      const { isOn, text } = stage.mock.state.automatic.away
      assert.deepEqual([isOn, text], [false, 'Fechado.'], 'a text that cannot be sent is as it was')
    })

    it('lead to the hours where these are missing', async () => {
      const page = await open(look, 'Ver mensagens')
      await page.getByLabel('Enviar mensagem de ausência').check()
      await page.getByText('Falta o horário de atendimento').waitFor()
      await page.getByRole('link', { name: 'Ver horário' }).click()
      await page.getByRole('heading', { name: 'Horário de atendimento' }).waitFor()
    })
  })
}
