// The panel as an app: what makes it one, what it shows without a network, and what stays of it in the browser.
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import { chromium, type Page } from 'playwright-core'

import { Stage } from '../mock/stage'
import { publicId, secret, sessions } from '../mock/world'
import { barriers, browserArgs, browserPath, complaints, type Look, looks, picture } from '../support/browser'
import { desk } from '../support/panel'
import { until } from '../support/programs'

const stage = Stage.set()

const last = 'Continua o mesmo, sim'
const address = () => `${stage.mock.url}/client/${publicId}`
const listed = (page: Page) => page.getByRole('link', { name: /Marina Costa/ })
const log = (page: Page) => page.getByRole('log')
const banner = (page: Page) => page.getByText(/Sem conexão com a Portaria|No connection to Portaria/)

/** Everything that lies in this browser of what the server answered, as text. */
const kept = (page: Page) =>
  page.evaluate(async () => {
    const all: unknown[] = []
    const request = indexedDB.open('portaria-answers', 1)
    request.onupgradeneeded = () => request.result.createObjectStore('files')
    await new Promise((resolve) => (request.onsuccess = resolve))
    const db = request.result
    const reading = db.transaction('files').objectStore('files')
    const [names, values] = [reading.getAllKeys(), reading.getAll()]
    await new Promise((resolve) => (values.onsuccess = resolve))
    names.result.forEach((name, index) => all.push([name, values.result[index]]))
    db.close()
    return JSON.stringify(all)
  })

/** What the worker keeps, by its addresses. */
const cached = (page: Page) =>
  page.evaluate(async () => {
    const found: string[] = []
    for (const name of await caches.keys()) for (const { url } of await (await caches.open(name)).keys()) found.push(new URL(url).pathname)
    return found
  })

/** Opens the link and a chat, and waits until both would be there without a network. */
async function read(look: Look): Promise<Page> {
  return readIn(await stage.page(look, { serviceWorkers: 'allow' }))
}

async function readIn(page: Page): Promise<Page> {
  await page.goto(`${address()}#${secret}`)
  await listed(page).click()
  await log(page).getByText(last).waitFor()
  await page.evaluate(async () => void (await navigator.serviceWorker.ready))
  // The list says the last words of it, too.
  await until('the conversation is kept', async () => (await kept(page)).includes('/messages/'))
  await until('the list is kept', async () => (await kept(page)).includes('/chats/main'))
  return page
}

describe('the panel can be installed', () => {
  it('under the name of its tenant, and begins at its own link without the secret', async () => {
    // Nothing can be installed from a window that forgets, as the other tests have.
    const browser = await chromium.launchPersistentContext('', { executablePath: browserPath(), args: browserArgs, locale: 'pt-BR' })
    try {
      const page = await readIn(await browser.newPage())
      const devtools = await browser.newCDPSession(page)
      const { data, errors, url } = await devtools.send('Page.getAppManifest')
      assert.deepEqual(errors, [])
      assert.ok(!url.includes(secret) && data !== undefined)
      const manifest = JSON.parse(data) as { name: string; start_url: string; scope: string; icons: { src: string }[] }
      const place = `/client/${publicId}`
      assert.deepEqual([manifest.name, manifest.start_url, manifest.scope], ['Padaria Sol', place, place])
      for (const { src } of manifest.icons) assert.equal((await page.request.get(new URL(src, page.url()).href)).status(), 200, src)
      const { installabilityErrors } = await devtools.send('Page.getInstallabilityErrors')
      assert.deepEqual(installabilityErrors, [])
    } finally {
      await browser.close()
    }
  })

  it('and its worker has the portals, and nothing that the API answers', async () => {
    const page = await read(desk)
    const said = complaints(page)
    await page.reload()
    await log(page).waitFor()
    const [scope, isControlled] = await page.evaluate(async () => {
      const { scope } = await navigator.serviceWorker.ready
      return [new URL(scope).pathname, navigator.serviceWorker.controller !== null] as const
    })
    assert.deepEqual([scope, isControlled], ['/client/', true])
    const files = await cached(page)
    assert.ok(
      files.some((path) => path.startsWith('/assets/')),
      'no script is kept',
    )
    assert.deepEqual(
      files.filter((path) => !path.startsWith('/assets/')),
      ['/client/-'],
    )
    assert.deepEqual(said, [])
  })

  it('but not from Connect, which needs a network', async () => {
    stage.mock.state.account = null
    stage.mock.state.session = sessions(Date.now()).pairing
    const page = await stage.page(desk, { serviceWorkers: 'allow' })
    await page.goto(`${address()}#${secret}`)
    await page.getByRole('img', { name: 'Código QR' }).waitFor()
    assert.equal(await page.locator('link[rel=manifest]').count(), 0)
    assert.equal(await page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length), 0)
  })
})

for (const look of looks) {
  it(`without a network it opens with what was read last (${look.name})`, async () => {
    const page = await read(look)
    await page.context().setOffline(true)
    await page.goto(address())
    await banner(page).waitFor()
    await listed(page).waitFor()
    await picture(page, `offline-list-${look.name}`)
    assert.deepEqual(await barriers(page), [])
    await listed(page).click()
    await log(page).getByText(last).waitFor()
    await picture(page, `offline-chat-${look.name}`)
    assert.deepEqual(await barriers(page), [])
  })
}

describe('without a network', () => {
  it('what is written goes out by itself once there is one', async () => {
    const page = await read(desk)
    await page.context().setOffline(true)
    await page.reload()
    await log(page).getByText(last).waitFor()
    const field = page.getByRole('textbox', { name: 'Mensagem' })
    await field.fill('Já respondo')
    await page.keyboard.press('Enter')
    await log(page).getByText('Já respondo', { exact: true }).waitFor()
    await page.context().setOffline(false)
    await until('it is there', () => Promise.resolve(stage.mock.state.sent.size === 1))
    await log(page).locator('[data-receipt=sending]').waitFor({ state: 'detached' })
    await banner(page).waitFor({ state: 'detached' })
  })

  it('a chat that was never opened says that it could not be read', async () => {
    const page = await read(desk)
    await page.context().setOffline(true)
    await page.goto(address())
    await page.getByRole('navigation', { name: 'Navegação' }).waitFor()
    await page.getByRole('link', { name: /Família/ }).click()
    await page.getByRole('button', { name: 'Tentar de novo' }).waitFor()
  })

  it('what is new at the server comes as soon as it answers', async () => {
    const page = await read(desk)
    stage.mock.state.isAway = true
    await page.reload()
    await log(page).getByText(last).waitFor()
    const [chat] = stage.mock.state.chats
    assert.ok(chat)
    chat.name = 'Marina Costa Lima'
    stage.mock.state.isAway = false
    await page.getByRole('link', { name: /Marina Costa Lima/ }).waitFor()
  })
})

it('a new version is there at the next opening, and its worker takes over once no page is open', async () => {
  const page = await read(desk)
  const isNew = () => page.locator('meta[name=updated]').count()
  const caches = () => page.evaluate(() => window.caches.keys())
  await page.reload()
  assert.equal(await isNew(), 0)
  const before = await caches()
  stage.mock.state.isUpdated = true
  await page.reload()
  assert.equal(await isNew(), 1)
  await page.evaluate(async () => {
    const registration = await navigator.serviceWorker.ready
    await registration.update()
    const { installing } = registration
    if (installing) await new Promise((resolve) => installing.addEventListener('statechange', resolve))
  })
  assert.deepEqual(await caches(), [...before, 'portaria-portal-updated'], 'what the open page needs is gone')
  await page.goto('about:blank')
  await page.goto(address())
  await listed(page).waitFor()
  await until('the older one is gone', async () => (await caches()).join() === 'portaria-portal-updated')
  await page.context().setOffline(true)
  await page.reload()
  await listed(page).waitFor()
  assert.equal(await isNew(), 1)
})

describe('what is kept goes with the login', () => {
  const gone = (page: Page) => until('nothing is kept', async () => (await kept(page)) === '[]')

  it('where the link was taken back', async () => {
    const page = await read(desk)
    stage.mock.state.linkState = 'revoked'
    await page.getByRole('heading', { name: 'O acesso por este link terminou' }).waitFor()
    await gone(page)
    await page.context().setOffline(true)
    await page.reload()
    await page.getByRole('button', { name: 'Tentar de novo' }).waitFor()
    assert.equal(await listed(page).count(), 0)
  })

  it('where it was taken back while the device was offline: at the first word from the server', async () => {
    const page = await read(desk)
    await page.context().setOffline(true)
    await page.goto(address())
    await listed(page).waitFor()
    stage.mock.state.linkState = 'revoked'
    await page.context().setOffline(false)
    await page.getByRole('heading', { name: 'O acesso por este link terminou' }).waitFor()
    await gone(page)
  })

  it('where somebody leaves, in the other tabs, too', async () => {
    const page = await read(desk)
    const other = await page.context().newPage()
    await other.goto(address())
    await listed(other).waitFor()
    await page.getByRole('link', { name: 'Ajustes' }).click()
    await page.getByRole('button', { name: 'Sair deste navegador' }).click()
    await page.getByRole('heading', { name: 'O acesso por este link terminou' }).waitFor()
    await gone(page)
    // The other tab hears more, and is put away, which is when it writes at once what it keeps.
    const [chat] = stage.mock.state.chats
    assert.ok(chat)
    chat.name = 'Marina Costa Lima'
    await other.getByRole('link', { name: /Marina Costa Lima/ }).waitFor()
    await other.evaluate(() => {
      Object.defineProperty(document, 'visibilityState', { value: 'hidden' })
      document.dispatchEvent(new Event('visibilitychange'))
    })
    assert.equal(await kept(other), '[]')
  })
})

it('another tenant of the same browser sees nothing of it', async () => {
  const page = await read(desk)
  await page.context().setOffline(true)
  await page.goto(`${stage.mock.url}/client/bcdefghjkmnpqrst`)
  await page.getByRole('heading', { name: 'Este link não abre' }).waitFor()
  assert.equal(await listed(page).count(), 0)
})
