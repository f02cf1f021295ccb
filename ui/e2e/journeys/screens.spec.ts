// Every screen on a desk and on a phone, one of them light and one dark, in two of three languages. What is asserted of
// each stands in screens/; `npm run gallery` shows them in all looks.
import { after, before, describe, it } from 'node:test'

import type { Browser } from 'playwright-core'

import { screens } from '../screens/index'
import { see } from '../screens/see'
import { launch, type Look } from '../support/browser'

/** Screens take turns, so that each look is seen with many of them. */
const turns: Look[][] = [
  [
    { name: 'desktop-light-pt', isPhone: false, theme: 'light', language: 'pt-BR' },
    { name: 'phone-dark-es', isPhone: true, theme: 'dark', language: 'es' },
  ],
  [
    { name: 'desktop-dark-en', isPhone: false, theme: 'dark', language: 'en' },
    { name: 'phone-light-pt', isPhone: true, theme: 'light', language: 'pt-BR' },
  ],
]

let browser: Browser
before(async () => {
  browser = await launch()
})
after(async () => browser.close())

screens.forEach((screen, index) => {
  // Both looks at once: each waits for its page most of the time.
  describe(screen.name, { concurrency: true }, () => {
    for (const look of turns[index % turns.length] ?? []) it(look.name, () => see(browser, screen, look))
  })
})
