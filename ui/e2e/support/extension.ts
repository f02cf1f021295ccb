// A browser that has our extension, and an authenticator of the test's own.
import { createHash, createPublicKey, generateKeyPairSync, type KeyObject, verify } from 'node:crypto'
import { fileURLToPath } from 'node:url'

import { type BrowserContext, type CDPSession, chromium, type Page } from 'playwright-core'

import type { PasskeyAnswer } from '../../src/api/types'
import { browserArgs, browserPath } from './browser'

const folder = fileURLToPath(new URL('../../dist/passkey-extension', import.meta.url))
export const whatsapp = 'https://web.whatsapp.com'

/** A browser with the extension, in which pages are in `language` and WhatsApp's page is the test's. */
export async function launchWithExtension(language: string): Promise<BrowserContext> {
  const context = await chromium.launchPersistentContext('', {
    executablePath: browserPath(),
    // The extension needs the whole browser, which shows nothing by this way of its own.
    headless: false,
    args: [
      ...browserArgs,
      '--headless=new',
      '--enable-unsafe-extension-debugging',
      // The first request of a tab that the extension opens may come before the test's page is in its way.
      '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
      `--disable-extensions-except=${folder}`,
      `--load-extension=${folder}`,
    ],
    locale: language,
    reducedMotion: 'reduce',
  })
  await context.route(`${whatsapp}/**`, (route) =>
    route.fulfill({
      contentType: 'text/html',
      body: '<!doctype html><html lang="en"><title>WhatsApp</title><main>WhatsApp Web</main></html>',
    }),
  )
  return context
}

interface Target {
  targetId: string
  type: string
  url: string
}

/** Presses the extension's icon while this page is in front. */
export async function pressIcon(context: BrowserContext, page: Page): Promise<void> {
  await page.bringToFront()
  const worker = context.serviceWorkers()[0] ?? (await context.waitForEvent('serviceworker'))
  const browser = context.browser()
  if (browser === null) throw new Error('the browser is gone')
  const session = await browser.newBrowserCDPSession()
  // The protocol's newest commands have no types yet.
  const send = session.send.bind(session) as unknown as (method: string, params: object) => Promise<{ targetInfos: Target[] }>
  const { targetInfos } = await send('Target.getTargets', { filter: [{ type: 'tab' }] })
  const tab = targetInfos.find(({ url }) => url === page.url())
  if (tab === undefined) throw new Error(`no tab shows ${page.url()}`)
  await send('Extensions.triggerAction', { id: new URL(worker.url()).host, targetId: tab.targetId })
  await session.detach()
}

/** A passkey of the account's owner for WhatsApp. */
export class OwnersKey {
  readonly id = Buffer.from('the key of Padaria Sol').toString('base64url')
  private readonly pair = generateKeyPairSync('ec', { namedCurve: 'P-256' })

  /** Puts an authenticator into a page's browser, with this key in it or empty; the owner says yes at once. Returns what adds
   * the key later. */
  async into(page: Page, { isThere = true, saysYes = true } = {}): Promise<() => Promise<void>> {
    const session: CDPSession = await page.context().newCDPSession(page)
    await session.send('WebAuthn.enable')
    const { authenticatorId } = await session.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        protocol: 'ctap2',
        transport: 'internal',
        hasResidentKey: true,
        hasUserVerification: true,
        isUserVerified: true,
        automaticPresenceSimulation: saysYes,
      },
    })
    const add = async () => {
      await session.send('WebAuthn.addCredential', {
        authenticatorId,
        credential: {
          credentialId: Buffer.from(this.id, 'base64url').toString('base64'),
          isResidentCredential: true,
          rpId: 'web.whatsapp.com',
          privateKey: this.pair.privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64'),
          userHandle: Buffer.from('owner').toString('base64'),
          signCount: 1,
        },
      })
    }
    if (isThere) await add()
    return add
  }

  /** What WhatsApp's server checks; the reasons why it is not right. */
  wrongOf({ id, rawId, type, response }: PasskeyAnswer, challenge: string): string[] {
    const part = (text: string) => Buffer.from(text, 'base64url')
    const [clientData, authenticator, signature] = [response.clientDataJSON, response.authenticatorData, response.signature].map(part)
    if (!clientData || !authenticator || !signature) return ['a part is missing']
    const told = JSON.parse(clientData.toString()) as Record<string, unknown>
    const hash = (bytes: Buffer | string) => createHash('sha256').update(bytes).digest()
    const key: KeyObject = createPublicKey(this.pair.privateKey)
    const checks: Record<string, boolean> = {
      'names the key': id === this.id && rawId === this.id && type === 'public-key',
      'is for this challenge': told.challenge === challenge && told.type === 'webauthn.get',
      'was made on WhatsApp’s page': told.origin === whatsapp,
      'is for WhatsApp': authenticator.subarray(0, 32).equals(hash('web.whatsapp.com')),
      'the owner was there, and was recognised': ((authenticator[32] ?? 0) & 5) === 5,
      'is signed by the key': verify('sha256', Buffer.concat([authenticator, hash(clientData)]), key, signature),
    }
    return Object.keys(checks).filter((name) => !checks[name])
  }
}
