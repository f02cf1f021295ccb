// Accounts that WhatsApp asks for a passkey, against the real server: the emulated owner's authenticator answers in the
// extension's place.
import assert from 'node:assert/strict'
import { after, afterEach, before, describe, it } from 'node:test'

import type { Browser, BrowserContext, Page } from 'playwright-core'

import { barriers, launch, type Look, open, picture } from '../support/browser'
import { startWorld, type World } from '../support/programs'
import { createTenant, readQr } from '../support/steps'

const look: Look = { name: 'desktop', isPhone: false, theme: 'light', language: 'pt-BR' }

let browser: Browser
let world: World
let admin: Page
let count = 0
/** Closed after each test: the server grants one address only so many connections. */
const opened: BrowserContext[] = []
before(async () => {
  browser = await launch()
  world = await startWorld()
  admin = await (await open(browser, look)).newPage()
  await admin.goto(world.loginUrl)
})
afterEach(async () => {
  await Promise.all(opened.splice(0).map((context) => context.close()))
})
after(async () => {
  await browser.close()
  await world.stop()
})

interface Asked {
  number: string
  portal: Page
}

/** A tenant whose phone has read the code, and whose account has a passkey. Numbers are invented. */
async function askedForPasskey(): Promise<Asked> {
  const index = ++count
  const number = `551190000620${index}`
  await world.phones.create(number, `Loja ${index}`)
  await world.phones.requirePasskey(number)
  await admin.goto(world.panelUrl)
  const link = await createTenant(admin, `Loja ${index}`)
  const context = await open(browser, look)
  opened.push(context)
  const portal = await context.newPage()
  await portal.goto(link)
  // The phone says that it goes on at the device.
  await assert.rejects(world.phones.scan(number, await readQr(portal)), /passkeyAsked/)
  await portal.getByRole('heading', { name: 'O WhatsApp pede sua chave de acesso' }).waitFor()
  await portal.getByText('O WhatsApp espera por mais').waitFor()
  return { number, portal }
}

/** Says something to the page as the extension does, and hears its answer. */
const tell = (page: Page, what: object) =>
  page.evaluate(
    (what) =>
      new Promise<{ say: string; options: object }>((resolve) => {
        addEventListener('message', ({ data }: MessageEvent<{ from: string; say: string; options: object }>) => {
          if (data.from === 'page') resolve(data)
        })
        window.postMessage({ mark: 'portaria-passkey', from: 'extension', version: 1, id: 'x', ...what }, location.origin)
      }),
    what,
  )

/** The owner of `of` uses the key that stands on that phone. */
async function useKey(portal: Page, of: string): Promise<void> {
  const { options } = await tell(portal, { ask: 'challenge' })
  await tell(portal, { ask: 'take', proof: await world.phones.answerPasskey(of, options) })
}

describe('a link that WhatsApp asks a passkey for', () => {
  it('is made once the key was used and both codes are the same', async () => {
    const { number, portal } = await askedForPasskey()
    assert.deepEqual(await barriers(portal), [], 'somebody cannot use it')
    await picture(portal, 'passkey-real-asked')
    await useKey(portal, number)
    await portal.getByRole('heading', { name: 'Continue no celular' }).waitFor()
    const code = await world.phones.allowPasskey(number)
    await portal.getByText(code).waitFor()
    await picture(portal, 'passkey-real-compare')
    const told = portal.waitForResponse(/passkey\/confirm$/)
    await portal.getByRole('button', { name: 'É o mesmo' }).click()
    assert.equal((await told).status(), 204)
    await world.phones.confirmPasskey(number)
    await portal
      .getByText('Seu WhatsApp está conectado')
      .or(portal.getByRole('link', { name: 'Conversas' }))
      .first()
      .waitFor()
  })

  it('ends with a reason where the key is somebody else’s, and begins anew with a code', async () => {
    const { portal } = await askedForPasskey()
    const stranger = `551190000629${count}`
    await world.phones.create(stranger, 'Outra pessoa')
    await world.phones.requirePasskey(stranger)
    await useKey(portal, stranger)
    await portal.getByRole('heading', { name: 'A chave não foi aceita' }).waitFor()
    await portal.getByRole('button', { name: 'Gerar novo código' }).click()
    await readQr(portal)
  })

  it('is ended where the codes are said to differ, and says so', async () => {
    const { number, portal } = await askedForPasskey()
    await useKey(portal, number)
    await portal.getByText(await world.phones.allowPasskey(number)).waitFor()
    await portal.getByRole('button', { name: 'Não é' }).click()
    await portal.getByRole('heading', { name: 'Encerrado por segurança' }).waitFor()
    assert.deepEqual((await world.phones.show(number)).devices, [], 'nothing was linked')
    await portal.getByRole('button', { name: 'Gerar novo código' }).click()
    await readQr(portal)
  })

  it('is not made where the owner says no at the phone', async () => {
    const { number, portal } = await askedForPasskey()
    await useKey(portal, number)
    await portal.getByText(await world.phones.allowPasskey(number)).waitFor()
    await world.phones.refusePasskey(number)
    await portal.getByRole('button', { name: 'É o mesmo' }).click()
    await portal.getByRole('heading', { name: 'A chave não foi aceita' }).waitFor()
  })
})
