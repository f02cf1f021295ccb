// What a tenant's link loads before the QR shows: at most 150 kB of script and style, as gzip sends them.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { gzipSync } from 'node:zlib'

import { startMock } from '../mock/server'
import { publicId, secret, sessions } from '../mock/world'
import { launch, looks, open } from '../support/browser'

const mostBytes = 150_000

for (const look of looks.filter(({ isPhone }) => !isPhone)) {
  test(`the first load of a link stays light (${look.language})`, async () => {
    const mock = await startMock()
    mock.state.account = null
    mock.state.session = sessions(Date.now()).pairing
    const browser = await launch()
    try {
      const page = await (await open(browser, look)).newPage()
      // The moment at which the code stands on the page, noted by the page itself.
      await page.addInitScript(() => {
        new MutationObserver((_, observer) => {
          if (!document.querySelector('main svg[role=img]')) return
          observer.disconnect()
          Object.assign(window, { qrShownAt: performance.now() })
        }).observe(document, { childList: true, subtree: true })
      })
      await page.goto(`${mock.url}/client/${publicId}#${secret}`)
      const urls = await page
        .waitForFunction(() => {
          const shownAt = (window as { qrShownAt?: number }).qrShownAt
          const before = performance.getEntriesByType('resource').filter(({ startTime }) => shownAt !== undefined && startTime <= shownAt)
          return shownAt === undefined ? null : before.map(({ name }) => name).filter((name) => /\.(js|css)$/.test(name))
        })
        .then((handle) => handle.jsonValue())
      const files = await Promise.all(
        (urls ?? []).map(async (url) => [url, gzipSync(Buffer.from(await (await fetch(url)).arrayBuffer())).length] as const),
      )
      const bytes = files.reduce((sum, [, size]) => sum + size, 0)
      assert.ok(files.length > 1, 'nothing was measured')
      assert.ok(bytes <= mostBytes, `${bytes} bytes: ${files.map(([url, size]) => `${url.split('/').at(-1)} ${size}`).join(', ')}`)
      console.log(`${look.language}: ${bytes} bytes in ${files.length} files`)
    } finally {
      await browser.close()
      await mock.stop()
    }
  })
}
