// Every screen in every look, for eyes: `npm run gallery`, or `SCREENS=portal-qr,panel-chats npm run gallery` for a few.
// The gate sees half of these, in screens.spec.ts.
import { after, before, describe, it } from 'node:test'

import type { Browser } from 'playwright-core'

import { screens } from '../screens/index'
import { see } from '../screens/see'
import { launch, type Look } from '../support/browser'

const looks = (['light', 'dark'] as const).flatMap((theme) =>
  [false, true].flatMap((isPhone) =>
    (['pt-BR', 'en', 'es'] as const).map((language): Look => {
      return { name: `${isPhone ? 'phone' : 'desktop'}-${theme}-${language.slice(0, 2)}`, isPhone, theme, language }
    }),
  ),
)
const only = process.env.SCREENS?.split(',')

let browser: Browser
before(async () => {
  browser = await launch()
})
after(async () => browser.close())

for (const look of looks) {
  describe(look.name, () => {
    for (const screen of screens.filter(({ name }) => only?.includes(name) ?? true)) it(screen.name, () => see(browser, screen, look))
  })
}
