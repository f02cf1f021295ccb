// The browser extension in a real browser: from the page that asks to WhatsApp's page and back, with an authenticator of
// the test's own. The mock plays our server. The box speaks the browser's language, which is English here.
import assert from 'node:assert/strict'
import { after, afterEach, before, beforeEach, describe, it } from 'node:test'

import type { BrowserContext, Page } from 'playwright-core'

import { asked, compare, options } from '../mock/passkey'
import { type Mock, startMock } from '../mock/server'
import { session } from '../mock/world'
import { inStatus, portal } from '../screens/links'
import { barriers, complaints, picture } from '../support/browser'
import { launchWithExtension, OwnersKey, pressIcon, whatsapp } from '../support/extension'
import { until } from '../support/programs'

const challenge = Buffer.from(Array.from({ length: 32 }, (_, at) => 255 - at)).toString('base64url')
const key = new OwnersKey()

let context: BrowserContext
let mock: Mock
let panel: Page
let heard: string[]
before(async () => {
  context = await launchWithExtension('pt-BR')
})
after(() => context.close())
beforeEach(async () => {
  mock = await startMock()
  inStatus('confirming', false, { cause: 'passkey_asked', action: 'passkey', next: 'nothing' })(mock)
  mock.state.passkey.now = asked(Date.now(), options(challenge, key.id))
  panel = await context.newPage()
  heard = complaints(panel)
  await panel.goto(mock.url + portal)
})
afterEach(async () => {
  await Promise.all(context.pages().map((page) => (page === context.pages()[0] ? page.goto('about:blank') : page.close())))
  await mock.stop()
})

/** The box over WhatsApp's page, once the icon was pressed on the panel. */
async function openBox(): Promise<Page> {
  await panel.getByRole('heading', { name: 'O WhatsApp pede sua chave de acesso' }).waitFor()
  await panel.getByText('O WhatsApp espera por mais').waitFor()
  const opens = context.waitForEvent('page')
  await pressIcon(context, panel)
  const page = await opens
  await page.getByRole('dialog').waitFor()
  return page
}
const sign = (box: Page) => box.getByRole('button', { name: 'Use my passkey' }).click()
const closed = (page: Page) => until('the tab of WhatsApp is gone', () => Promise.resolve(page.isClosed()))

describe('the extension', () => {
  it('brings the owner’s answer from WhatsApp’s page to the panel, and the codes are compared', async () => {
    mock.state.passkey.accepts = (proof) => key.wrongOf(proof, challenge).length === 0
    await panel.getByText('Baixe a extensão').waitFor()
    const box = await openBox()
    assert.equal(new URL(box.url()).origin, whatsapp)
    await box.getByText(`panel at ${new URL(mock.url).host}`).waitFor()
    assert.deepEqual(await barriers(box), [], 'somebody cannot use the box')
    await picture(box, 'passkey-box')
    await panel.getByText('Continue na aba do WhatsApp').waitFor()
    await picture(panel, 'passkey-opened')
    await key.into(box)
    await sign(box)
    await closed(box)
    await panel.getByRole('heading', { name: 'Continue no celular' }).waitFor()
    const [proof] = mock.state.passkey.answers
    assert.ok(proof, 'nothing reached the server')
    assert.deepEqual(key.wrongOf(proof, challenge), [])
    assert.deepEqual(Object.keys(proof).sort(), ['id', 'rawId', 'response', 'type'], 'what the server does not know is left out')

    mock.state.passkey.now = compare(Date.now())
    mock.state.session = session('confirming', { cause: 'passkey_compare', action: 'compare' })
    await panel.getByText('K7MZ-4QTX').waitFor()
    await panel.getByRole('button', { name: 'É o mesmo' }).click()
    await until('the server knows that the codes are the same', () => Promise.resolve(mock.state.passkey.isConfirmed))
    assert.deepEqual(heard, [], 'the page complained')
    const stored = await panel.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }))
    assert.ok(!stored.includes(proof.response.signature), 'the answer is kept nowhere')
  })

  it('leaves it to the panel to say that WhatsApp did not take the key', async () => {
    mock.state.passkey.accepts = () => false
    const box = await openBox()
    await key.into(box)
    await sign(box)
    await closed(box)
    await panel.getByRole('heading', { name: 'A chave não foi aceita' }).waitFor()
  })

  it('says that there is no key here, and tries again', async () => {
    const box = await openBox()
    const add = await key.into(box, { isThere: false })
    await sign(box)
    await box.getByRole('heading', { name: 'There is no passkey of this account here' }).waitFor()
    await picture(box, 'passkey-box-no-key')
    assert.equal(mock.state.passkey.answers.length, 0)
    await add()
    await box.getByRole('button', { name: 'Try again' }).click()
    await closed(box)
    await until('the key reached the server', () => Promise.resolve(mock.state.passkey.answers.length === 1))
  })

  it('says that nobody answered the browser in time', async () => {
    mock.state.passkey.now = asked(Date.now(), { ...options(challenge, key.id), timeout: 1_500 })
    await panel.reload()
    const box = await openBox()
    await key.into(box, { saysYes: false })
    await sign(box)
    await box.getByRole('heading', { name: 'The browser waited too long' }).waitFor()
  })

  it('says that the panel is gone', async () => {
    const box = await openBox()
    await key.into(box)
    await panel.close()
    await sign(box)
    await box.getByRole('heading', { name: 'The panel is no longer open' }).waitFor()
  })

  it('says that the time is over', async () => {
    mock.state.passkey.now = { ...asked(Date.now(), options(challenge, key.id)), expiresAtMs: Date.now() + 6_000 }
    await panel.reload()
    const box = await openBox()
    await box.getByRole('heading', { name: 'The time is over' }).waitFor()
    await panel.getByText('O tempo acabou.').waitFor()
  })

  it('pressed again, shows the box that is open', async () => {
    const box = await openBox()
    const tabs = context.pages().length
    await pressIcon(context, panel)
    await until('the box is in front', () => box.evaluate(() => document.visibilityState === 'visible'))
    assert.equal(context.pages().length, tabs)
  })

  it('has nothing to do on any other page', async () => {
    const other = await context.newPage()
    await other.goto(`${whatsapp}/`)
    await pressIcon(context, other)
    await other.getByRole('heading', { name: 'No passkey is asked for on this page' }).waitFor()
    assert.equal(await other.getByRole('button', { name: 'Use my passkey' }).count(), 0)
    await other.getByRole('button', { name: 'Close' }).click()
    await other.getByRole('dialog').waitFor({ state: 'detached' })
  })
})
