// What outlives a reload, and what two tabs of one browser make of the same chat, against the mock.
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import type { Page } from 'playwright-core'

import { Stage } from '../mock/stage'
import { publicId, secret, sessions } from '../mock/world'
import type { Look } from '../support/browser'
import { desk, field } from '../support/panel'
import { until } from '../support/programs'
import { askForCode } from '../support/steps'

const stage = Stage.set()
const phone: Look = { ...desk, name: 'phone', isPhone: true }

const address = () => `${stage.mock.url}/client/${publicId}#${secret}`

async function openChat(page: Page): Promise<Page> {
  await page.goto(address())
  await page.getByRole('link', { name: /Marina Costa/ }).click()
  await page.getByRole('log').waitFor()
  return page
}

const posts = () => stage.mock.state.asked.filter((asked) => /^POST .*\/send$/.test(asked))
const taken = () => [...stage.mock.state.sent.values()].map(({ content }) => (content.kind === 'text' ? content.text : content.kind))

describe('two tabs', () => {
  it('show one draft, whichever of them it is written in', async () => {
    const one = await openChat(await stage.page(desk))
    const other = await openChat(await one.context().newPage())
    await field(one).fill('Posso entregar')
    await until('the other tab has it', async () => (await field(other).inputValue()) === 'Posso entregar')
    await field(other).press('End')
    await field(other).pressSequentially(' às 15h')
    await until('the first tab has all of it', async () => (await field(one).inputValue()) === 'Posso entregar às 15h')
  })

  it('send once what was written without network, also when the tab that wrote it is gone', async () => {
    const one = await openChat(await stage.page(desk))
    const other = await openChat(await one.context().newPage())
    await one.context().setOffline(true)
    await field(one).fill('um')
    await one.keyboard.press('Enter')
    await other.getByRole('log').getByText('um', { exact: true }).waitFor()
    await one.close()
    await other.context().setOffline(false)
    await until('it is there', () => Promise.resolve(taken().length > 0))
    await other.getByRole('log').locator('[data-receipt=sending]').waitFor({ state: 'detached' })
    assert.deepEqual(taken(), ['um'])
  })

  it('take turns, so that neither sends what the other has sent', async () => {
    const one = await openChat(await stage.page(desk))
    const other = await openChat(await one.context().newPage())
    await one.context().setOffline(true)
    for (const text of ['um', 'dois']) {
      await field(one).fill(text)
      await one.keyboard.press('Enter')
      await other.getByRole('log').getByText(text, { exact: true }).waitFor()
    }
    const before = posts().length
    await one.context().setOffline(false)
    await until('both are there', () => Promise.resolve(taken().length === 2))
    for (const page of [one, other]) {
      await until('nothing waits', async () => (await page.getByRole('log').locator('[data-receipt=sending]').count()) === 0)
      for (const text of ['um', 'dois']) await page.getByRole('log').getByText(text, { exact: true }).waitFor()
    }
    assert.equal(posts().length - before, 2, 'something was sent twice')
  })
})

describe('a reload', () => {
  it('keeps a code that is still valid, and its button has the focus', async () => {
    stage.mock.state.account = null
    stage.mock.state.session = sessions(Date.now()).pairing
    const page = await stage.page(phone)
    await page.goto(address())
    const code = await askForCode(page, '5511900000001') // invented
    const copy = page.getByRole('button', { name: 'Copiar código' })
    await until('the button has the focus', () => copy.evaluate((button) => document.activeElement === button))
    await page.reload()
    assert.equal(await page.locator('[data-code]').getAttribute('data-code'), code)
    assert.equal(stage.mock.state.asked.filter((asked) => asked.endsWith('/pair-code')).length, 1, 'another code was asked for')
    await page.getByRole('button', { name: 'Usar outro número' }).click()
    await page.getByLabel('Número do WhatsApp, com DDD').fill('11 90000-0001')
    await page.getByRole('button', { name: 'Gerar código' }).click()
    await page.getByText('+55 11 90000-0001').waitFor()
  })

  it('of a connected shop says nothing of connecting, however slow the network', async () => {
    const page = await stage.page(desk)
    await page.goto(address())
    await page.getByRole('link', { name: /Marina Costa/ }).waitFor()
    stage.mock.state.holds = /\/api\/whatsapp\/[^/]+$/
    await page.reload()
    await page.getByRole('status', { name: 'Abrindo seu painel…' }).waitFor()
    assert.equal(await page.getByText('Conecte seu WhatsApp').count(), 0)
    stage.mock.release()
    await page.getByRole('link', { name: /Marina Costa/ }).waitFor()
  })
})
