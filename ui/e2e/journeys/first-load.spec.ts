// What a tenant's link loads until the QR stands and its news come: at most 150 kB of script and style, as gzip sends them,
// whichever of the two came first. The socket's library is not counted: it is fetched by what comes last of that.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { gzipSync } from 'node:zlib'

import { startMock } from '../mock/server'
import { MockSocket } from '../mock/socket'
import { publicId, secret, sessions } from '../mock/world'
import { launch, looks, open } from '../support/browser'

const mostBytes = 150_000
const isSocketLibrary = (text: string) => text.includes('EIO')

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
      const files = await Promise.all(
        urls
          .filter((url) => /\.(js|css)$/.test(url))
          .map(async (url) => {
            const text = await (await fetch(url)).text()
            return { name: url.split('/').at(-1), isCounted: !isSocketLibrary(text), sizeBytes: gzipSync(text).length }
          }),
      )
      assert.equal(files.filter(({ isCounted }) => !isCounted).length, 1, 'the library of the socket is one file')
      const counted = files.filter(({ isCounted }) => isCounted)
      const bytes = counted.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)
      assert.ok(bytes <= mostBytes, `${bytes} bytes: ${counted.map(({ name, sizeBytes }) => `${name} ${sizeBytes}`).join(', ')}`)
      console.log(`${language}: ${bytes} bytes in ${counted.length} files`)
    } finally {
      await browser.close()
      await mock.stop()
    }
  })
}
