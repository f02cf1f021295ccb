// The customer's page where WhatsApp asks for a passkey.
import type { Passkey } from '../../src/api/types'
import { asked, compare } from '../mock/passkey'
import type { Mock } from '../mock/server'
import type { Look } from '../support/browser'
import { inStatus, portal } from './links'
import type { Screen, Words } from './see'
import type { Page } from 'playwright-core'

/** WhatsApp waits for this. */
const waitingFor = (what: (nowMs: number) => Passkey) => (mock: Mock) => {
  const now = what(Date.now())
  const isAsked = now.step === 'asked'
  inStatus('confirming', false, {
    cause: isAsked ? 'passkey_asked' : 'passkey_compare',
    action: isAsked ? 'passkey' : 'compare',
    next: 'nothing',
  })(mock)
  mock.state.passkey.now = now
}

/** Nothing of the three ways is on a phone. */
const choose = (way: string, step: string) => async (page: Page, t: Words, look: Look) => {
  if (look.isPhone) return page.getByText(t('passkey.onPhoneTitle')).waitFor()
  await page.getByRole('radio', { name: t(way) }).check({ force: true })
  await page.getByText(t(step)).waitFor()
}

/** The answer of an authenticator, as the extension brings it. */
const bring = (page: Page) =>
  page.evaluate(() => {
    const response = { clientDataJSON: 'e30', authenticatorData: 'AQ', signature: 'AQ', userHandle: null }
    const proof = { id: 'a2V5', rawId: 'a2V5', type: 'public-key', response }
    const said = { mark: 'portaria-passkey', from: 'extension', version: 1, id: '1', ask: 'take', proof }
    window.postMessage(said, location.origin)
  })
/** Both sizes of the screen say what is asked for. */
const head = (t: Words, look: Look) => t(look.isPhone ? 'passkey.onPhoneTitle' : 'passkey.title')
const seen = (page: Page, t: Words, look: Look) => page.getByRole('heading', { name: head(t, look) }).waitFor()

export const passkeys: Screen[] = [
  { name: 'passkey-asked', path: portal, prepare: waitingFor(asked), act: seen, says: 'passkey.left' },
  {
    name: 'passkey-asked-known',
    path: portal,
    prepare: waitingFor(asked),
    act: async (page, t, look) => {
      await seen(page, t, look)
      await page.evaluate(() => localStorage.setItem('portaria.passkeyExtension', '1'))
      await page.reload()
      await seen(page, t, look)
      if (!look.isPhone) await page.getByText(t('passkey.gone')).waitFor()
    },
    says: 'passkey.left',
  },
  {
    name: 'passkey-phone',
    path: portal,
    prepare: waitingFor(asked),
    act: choose('passkey.phone', 'passkey.stepBluetooth'),
    says: 'passkey.left',
  },
  { name: 'passkey-help', path: portal, prepare: waitingFor(asked), act: choose('passkey.help', 'passkey.stepCopy'), says: 'passkey.left' },
  {
    name: 'passkey-over',
    path: portal,
    prepare: waitingFor((nowMs) => ({ ...asked(nowMs), expiresAtMs: nowMs - 1_000 })),
    says: 'passkey.over',
  },
  {
    name: 'passkey-wrong-key',
    path: portal,
    prepare: (mock) => {
      waitingFor(asked)(mock)
      mock.state.passkey.accepts = () => false
    },
    act: async (page, t, look) => {
      await seen(page, t, look)
      await bring(page)
    },
    says: 'connect.passkeyRefusedTitle',
  },
  {
    name: 'passkey-checking',
    path: portal,
    prepare: waitingFor(asked),
    act: async (page, t, look) => {
      await seen(page, t, look)
      await bring(page)
    },
    says: 'passkey.checkingTitle',
  },
  { name: 'passkey-compare', path: portal, prepare: waitingFor(compare), says: /K7MZ-4QTX/ },
  {
    name: 'passkey-differs',
    path: portal,
    prepare: waitingFor(compare),
    act: (page, t) => page.getByRole('button', { name: t('passkey.differs') }).click(),
    says: 'connect.differsTitle',
  },
  {
    name: 'passkey-refused',
    path: portal,
    prepare: inStatus('failed', false, { cause: 'passkey_refused', action: 'new_code' }),
    says: 'connect.passkeyRefusedTitle',
  },
  {
    name: 'passkey-expired',
    path: portal,
    prepare: inStatus('stopped', false, { cause: 'passkey_expired', action: 'new_code' }),
    says: 'connect.passkeyExpiredTitle',
  },
]
