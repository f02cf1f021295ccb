// A phone that nobody expected, against the mock: the page asks, and asks WhatsApp for nothing meanwhile.
import assert from 'node:assert/strict'
import { beforeEach, describe, it } from 'node:test'

import { Stage } from '../mock/stage'
import { inStatus, numberAsked, portal, unexpected } from '../screens/links'
import type { Look } from '../support/browser'
import { becomes } from '../support/panel'

const phone: Look = { name: 'phone', isPhone: true, theme: 'light', language: 'pt-BR' }

const stage = Stage.set()

describe('a phone that nobody expected', () => {
  beforeEach(() => {
    inStatus('failed', false, numberAsked)(stage.mock)
    stage.mock.state.expectedPhone = '5511900000009' // invented
    stage.mock.state.unexpectedAccount = unexpected
  })

  it('is told by both numbers, and no code is asked for meanwhile', async () => {
    const page = await stage.page(phone)
    await page.goto(stage.mock.url + portal)
    await page.getByRole('heading', { name: 'É este o celular certo?' }).waitFor()
    await page.getByText('+55 11 90000-0001').waitFor()
    await page.getByText('+55 11 90000-0009').waitFor()
    const started = stage.mock.state.asked.filter((line) => line.endsWith('/start'))
    assert.deepEqual(started, [])
  })

  it('is unlinked by keyboard alone, and a new code is one step away', async () => {
    const page = await stage.page(phone)
    await page.goto(stage.mock.url + portal)
    await page.getByRole('button', { name: 'Não, desconectar este celular' }).focus()
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: 'Gerar novo código' }).waitFor()
    assert.equal(stage.mock.state.unexpectedAccount, null)
  })

  it('is connected once it is right', async () => {
    const page = await stage.page(phone)
    await page.goto(stage.mock.url + portal)
    await page.getByRole('button', { name: 'Sim, é este' }).click()
    await becomes('it is the one from then on', () => stage.mock.state.account?.pushName === unexpected.pushName)
    await page.getByRole('heading', { name: 'Confirmando no celular' }).waitFor()
    assert.equal(stage.mock.state.unexpectedAccount, null)
    inStatus('connected', true)(stage.mock)
    await page.getByRole('heading', { name: 'Conectado' }).waitFor()
    await page.getByText('+55 11 90000-0001').waitFor()
  })

  it('is answered once: a second answer, come late, says that it was', async () => {
    const page = await stage.page(phone)
    await page.goto(stage.mock.url + portal)
    const right = page.getByRole('button', { name: 'Sim, é este' })
    await right.waitFor()
    stage.mock.state.unexpectedAccount = null
    await right.click()
    await page.getByRole('alert').filter({ hasText: 'já foi respondido' }).waitFor()
  })
})
