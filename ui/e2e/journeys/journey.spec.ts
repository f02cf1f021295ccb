// The main job of product.md in a real browser, against the real server and an emulated WhatsApp.
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'

import type { Browser, Page } from 'playwright-core'

import { complaints, launch, looks, open, picture } from '../support/browser'
import { startWorld, until, type World } from '../support/programs'
import { askForCode, createTenant, isMarked, mark, readQr } from '../support/steps'

let browser: Browser
let world: World
before(async () => {
  browser = await launch()
  world = await startWorld()
})
after(async () => {
  await browser.close()
  await world.stop()
})

/** Numbers are invented. */
const numbersOf = (index: number) => ({ shop: `551190000110${index}`, contact: `551190000220${index}` })

/** The provider follows the entry to the API's description. */
async function openApiDocs(admin: Page): Promise<void> {
  const opens = admin.waitForEvent('popup')
  await admin.getByRole('link', { name: 'API' }).click()
  const docs = await opens
  await docs.waitForURL(/\/api\/docs/)
  assert.match(await docs.title(), /Swagger UI/, 'the server has nothing there')
  await docs.close()
}

describe('from a link to connected WhatsApp', () => {
  // A ticket is good once, so the provider stays logged in through all of it.
  let adminState: Awaited<ReturnType<Awaited<ReturnType<typeof open>>['storageState']>> | undefined

  looks.forEach((look, index) => {
    it(`${look.name}: created, opened, paired, and messages go both ways`, async () => {
      const { shop, contact } = numbersOf(index)
      const name = `Padaria Sol ${index + 1}`
      const customer = `Marina ${index + 1}`
      await world.phones.create(shop, name)
      await world.phones.create(contact, customer)

      const provider = await open(browser, look)
      if (adminState) {
        await provider.addCookies(adminState.cookies)
        // A cookie alone opens nothing: the page keeps what proves it.
        const kept = adminState.origins.flatMap(({ localStorage }) => localStorage)
        await provider.addInitScript((kept) => kept.forEach(({ name, value }) => localStorage.setItem(name, value)), kept)
      }
      const admin = await provider.newPage()
      const adminHeard = complaints(admin)
      await admin.goto(adminState ? world.panelUrl : world.loginUrl)
      const link = await createTenant(admin, name)
      adminState ??= await provider.storageState()
      await picture(admin, `journey-${look.name}-1-created`)
      await admin.getByRole('button', { name: /Concluir|Done/ }).click()
      await mark(admin)
      if (!look.isPhone) await openApiDocs(admin)

      const tenant = await open(browser, look)
      const portal = await tenant.newPage()
      const portalHeard = complaints(portal)
      await portal.goto(link)
      await mark(portal)
      if (look.isPhone) {
        const code = await askForCode(portal, shop)
        await picture(portal, `journey-${look.name}-2-code`)
        await world.phones.enterCode(shop, code)
      } else {
        const text = await readQr(portal)
        await picture(portal, `journey-${look.name}-2-qr`)
        await world.phones.scan(shop, text)
      }
      assert.equal(new URL(portal.url()).hash, '', 'the secret stays in the address bar')

      const connected = look.language === 'pt-BR' ? 'Conectado' : 'Connected'
      await portal.getByRole('heading', { name: connected }).waitFor()
      await picture(portal, `journey-${look.name}-3-connected`)
      const row = admin.getByRole('row', { name: new RegExp(name) })
      await row.locator('[data-status=connected]').waitFor({ timeout: 15_000 })
      if (!look.isPhone) await row.getByText(/\+55 11/).waitFor()
      await picture(admin, `journey-${look.name}-4-admin`)

      const hello = `Bom dia! Têm pão de queijo? (${index})`
      await world.phones.send(contact, shop, hello)
      await portal.getByRole('link', { name: new RegExp(customer) }).click()
      await portal.getByRole('log').getByText(hello).waitFor()
      await until('the contact sees that it was read', async () =>
        (await world.phones.chat(contact, shop)).some((message) => message.text === hello && message.receipt === 'read'),
      )

      await world.phones.typing(contact, shop, true)
      await portal
        .getByText(/digitando…|typing…/)
        .filter({ visible: true })
        .first()
        .waitFor()

      const reply = `Temos sim, saindo do forno! 🧀 (${index})`
      await portal.getByRole('textbox', { name: /^Mensagem$|^Message$/ }).fill(reply)
      await portal.keyboard.press('Enter')
      const got = await until('the reply reaches the contact, decrypted', async () =>
        (await world.phones.chat(contact, shop)).find((message) => message.text === reply),
      )
      assert.equal(got.deliveries, 1, 'it arrives once')
      assert.equal(got.fromMe, false)
      const bubble = portal.getByRole('log').getByText(reply)
      assert.equal(await bubble.count(), 1, 'it is shown once')
      await portal.getByRole('log').locator('[data-receipt=delivered], [data-receipt=read]').last().waitFor()
      await world.phones.read(contact, shop)
      await portal.getByRole('log').locator('[data-receipt=read]').last().waitFor()
      await picture(portal, `journey-${look.name}-5-conversation`)

      assert.ok(await isMarked(portal), 'the portal was reloaded')
      assert.ok(await isMarked(admin), 'the panel was reloaded')
      assert.deepEqual([...portalHeard, ...adminHeard], [], 'a page complained')
      await provider.close()
      await tenant.close()
    })
  })
})
