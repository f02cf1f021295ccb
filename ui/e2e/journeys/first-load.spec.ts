// What a tenant's link loads until the QR stands and its news come: at most 150 kB of script and style, as gzip sends them,
// whichever of the two came first. The socket's library is not counted: it is fetched by what comes last of that. The panel
// of whoever is linked has at most 220 kB until its list of chats is painted; there the library comes afterwards.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { gzipSync } from 'node:zlib'

import { startMock } from '../mock/server'
import { MockSocket } from '../mock/socket'
import { publicId, secret, sessions } from '../mock/world'
import { launch, looks, open } from '../support/browser'

const mostBytes = 150_000
const mostPanelBytes = 220_000
const isSocketLibrary = (text: string) => text.includes('EIO')

/** The scripts and styles at these addresses, with their sizes. */
const weighed = (urls: readonly string[]) =>
  Promise.all(
    urls
      .filter((url) => /\.(js|css)$/.test(url))
      .map(async (url) => {
        const text = await (await fetch(url)).text()
        return { name: url.split('/').at(-1), isCounted: !isSocketLibrary(text), sizeBytes: gzipSync(text).length }
      }),
  )
type Weighed = Awaited<ReturnType<typeof weighed>>
const sum = (files: Weighed) => files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)
const each = (files: Weighed) => files.map(({ name, sizeBytes }) => `${name} ${sizeBytes}`).join(', ')

/** Marks the frame that paints the first chat; as text, since a page lacks what tsx puts into functions. */
const notePainting = `requestAnimationFrame(function look() {
  if (document.querySelector('main a[href*="/chats/"]') === null) requestAnimationFrame(look)
  else performance.mark('list of chats')
})`

const [desktop] = looks
assert.ok(desktop && !desktop.isPhone)
for (const language of ['pt-BR', 'en', 'es'] as const) {
  test(`the first load of a link stays light (${language})`, async () => {
    const mock = await startMock()
    mock.state.account = null
    mock.state.session = sessions(Date.now()).pairing
    const browser = await launch()
    try {
      const context = await open(browser, { ...desktop, language })
      const socket = await MockSocket.of(context)
      const page = await context.newPage()
      await page.goto(`${mock.url}/client/${publicId}#${secret}`)
      await page.locator('main svg[role=img]').waitFor()
      await socket.connected()
      const urls = await page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name))
      const files = await weighed(urls)
      assert.equal(files.filter(({ isCounted }) => !isCounted).length, 1, 'the library of the socket is one file')
      const counted = files.filter(({ isCounted }) => isCounted)
      const bytes = sum(counted)
      assert.ok(bytes <= mostBytes, `${bytes} bytes: ${each(counted)}`)
      console.log(`${language}: ${bytes} bytes in ${counted.length} files`)
    } finally {
      await browser.close()
      await mock.stop()
    }
  })
  test(`the panel stays light until its first chat is painted (${language})`, async () => {
    const mock = await startMock()
    const browser = await launch()
    try {
      const context = await open(browser, { ...desktop, language })
      const socket = await MockSocket.of(context)
      const page = await context.newPage()
      await page.addInitScript(notePainting)
      await page.goto(`${mock.url}/client/${publicId}#${secret}`)
      // Its news come all the same.
      await socket.connected()
      const [before, after] = await page.evaluate(() => {
        const [list] = performance.getEntriesByName('list of chats')
        const asked = performance.getEntriesByType('resource')
        if (!list) throw new Error('the list was not painted')
        return [true, false].map((isBefore) => asked.filter((one) => one.startTime < list.startTime === isBefore).map(({ name }) => name))
      })
      const files = await weighed(before ?? [])
      const bytes = sum(files)
      assert.ok(files.length > 10, 'what is loaded is seen')
      assert.ok(bytes <= mostPanelBytes, `${bytes} bytes: ${each(files)}`)
      assert.ok(
        (await weighed(after ?? [])).some(({ isCounted }) => !isCounted),
        'the library of the socket comes after the list',
      )
      console.log(`${language}: ${bytes} bytes in ${files.length} files`)
    } finally {
      await browser.close()
      await mock.stop()
    }
  })
}
