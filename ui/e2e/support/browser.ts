import { mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

import axe from 'axe-core'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'

export const results = fileURLToPath(new URL('../../test-results', import.meta.url))
mkdirSync(results, { recursive: true })

export interface Look {
  name: string
  isPhone: boolean
  theme: 'light' | 'dark'
  language: 'pt-BR' | 'en' | 'es'
}

/** Each kind of screen, theme and language is seen at least once with each other. */
export const looks: Look[] = [
  { name: 'desktop-light-pt', isPhone: false, theme: 'light', language: 'pt-BR' },
  { name: 'desktop-dark-en', isPhone: false, theme: 'dark', language: 'en' },
  { name: 'phone-light-en', isPhone: true, theme: 'light', language: 'en' },
  { name: 'phone-dark-pt', isPhone: true, theme: 'dark', language: 'pt-BR' },
]

export const browserPath = (): string => process.env.CHROMIUM ?? '/usr/bin/chromium'
export const browserArgs = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
]

export function launch({ executablePath, args = [] }: { executablePath?: string; args?: string[] } = {}): Promise<Browser> {
  return chromium.launch({
    executablePath: executablePath ?? browserPath(),
    args: [
      ...browserArgs,
      // A microphone that hums, given without a question.
      '--use-fake-device-for-media-stream',
      '--use-fake-ui-for-media-stream',
      ...args,
    ],
  })
}

/** Without the portal's worker, unless it is what is tested: it would answer pages that a test answers itself. */
export function open(browser: Browser, look: Look, more: { serviceWorkers?: 'allow' } = {}): Promise<BrowserContext> {
  return browser.newContext({
    serviceWorkers: 'block',
    ...more,
    locale: look.language,
    colorScheme: look.theme,
    viewport: look.isPhone ? { width: 390, height: 844 } : { width: 1280, height: 800 },
    deviceScaleFactor: look.isPhone ? 2 : 1,
    hasTouch: look.isPhone,
    isMobile: look.isPhone,
    reducedMotion: 'reduce',
  })
}

/** What the page complained about: errors of scripts, and whatever its Content-Security-Policy refused. */
export function complaints(page: Page): string[] {
  const heard: string[] = []
  page.on('pageerror', (error) => heard.push(error.message))
  page.on('console', (message) => {
    const text = message.text()
    const isNetwork = text.startsWith('Failed to load resource') || text.includes('WebSocket connection')
    if (message.type() === 'error' && !isNetwork) heard.push(text)
  })
  return heard
}

/** What axe finds against WCAG 2.2 AA on the page as it stands. */
export async function barriers(page: Page): Promise<string[]> {
  await page.evaluate(axe.source)
  return page.evaluate(async () => {
    const { axe } = window as unknown as { axe: { run: (options: object) => Promise<{ violations: Violation[] }> } }
    interface Violation {
      id: string
      nodes: { html: string }[]
    }
    const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']
    const { violations } = await axe.run({ runOnly: { type: 'tag', values: tags } })
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`)
  })
}

export async function picture(page: Page, name: string): Promise<Buffer> {
  return page.screenshot({ path: `${results}/${name}.png` })
}
