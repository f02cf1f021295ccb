// The customer's page until WhatsApp is connected.
import type { Page } from 'playwright-core'

import { publicId, sessions } from '../mock/world'
import type { Look } from '../support/browser'
import { inStatus, portal, numberAsked, unexpected } from './links'
import type { Screen, Words } from './see'

export const connecting: Screen[] = [
  {
    name: 'portal-opening',
    path: portal,
    prepare: (mock) => (mock.state.holds = /login/),
    says: 'opening.title',
  },
  {
    name: 'portal-preparing',
    path: portal,
    prepare: inStatus('starting', false),
    act: toQr,
    says: 'connect.preparing',
  },
  { name: 'portal-qr', path: portal, prepare: inStatus('pairing', false), act: toQr, says: 'connect.newIn' },
  {
    name: 'portal-code',
    path: portal,
    prepare: inStatus('pairing', false),
    act: async (page, t) => {
      await toCode(page, t)
      await page.getByLabel(t('connect.phoneLabel')).fill('+55 11 90000-0001')
      await page.getByRole('button', { name: t('connect.getCode') }).click()
    },
    says: 'connect.copyCode',
  },
  { name: 'portal-code-first', path: portal, prepare: inStatus('pairing', false), act: toCode, says: 'connect.getCode' },
  {
    name: 'portal-expired',
    path: portal,
    prepare: inStatus('stopped', false, { cause: 'qr_expired', action: 'new_code' }),
    says: 'connect.expiredTitle',
  },
  {
    name: 'portal-number-asked',
    path: portal,
    prepare: (mock) => {
      inStatus('failed', false, numberAsked)(mock)
      mock.state.expectedPhone = '5511900000009' // invented
      mock.state.unexpectedAccount = unexpected
    },
    says: 'number.wrong',
  },
  {
    name: 'portal-confirming',
    path: portal,
    prepare: inStatus('confirming', false),
    says: 'connect.confirmingTitle',
  },
  { name: 'portal-syncing', path: portal, prepare: inStatus('syncing', false), says: 'connect.syncingTitle' },
  {
    name: 'portal-connected',
    path: portal,
    prepare: inStatus('syncing', false),
    act: async (page, t, _look, mock) => {
      await page.getByText(t('connect.syncingTitle')).waitFor()
      mock.state.account = { pn: '5511900000001@s.whatsapp.net', lid: '100000000000001@lid', pushName: 'Padaria Sol', isShared: false }
      mock.state.session = sessions(Date.now()).connected
    },
    says: 'connect.connectedText',
  },
  {
    name: 'portal-lost',
    path: portal,
    prepare: inStatus('syncing', false),
    act: async (page, t, _look, mock) => {
      await page.getByText(t('connect.syncingTitle')).waitFor()
      mock.state.account = { pn: '5511900000001@s.whatsapp.net', lid: '100000000000001@lid', pushName: 'Padaria Sol', isShared: false }
      mock.state.session = sessions(Date.now()).reconnecting
    },
    says: 'status.reconnectingIn',
  },
  { name: 'portal-failed', path: portal, prepare: inStatus('failed', false), says: 'cause.passkey_refused' },
  { name: 'portal-unlinked', path: portal, prepare: inStatus('logged_out', false), says: 'connect.unlinkedTitle' },
  {
    name: 'portal-link-denied',
    path: portal,
    prepare: (mock) => (mock.state.session = { ...sessions(Date.now()).logged_out, cause: 'link_denied' }),
    says: 'cause.link_denied',
  },
  { name: 'portal-paused', path: portal, prepare: inStatus('paused', false), says: 'connect.pausedTitle' },
  { name: 'portal-invalid', path: `/client/${publicId}#wrong`, says: 'closed.invalidTitle' },
]

/** On a desk the QR stands first, on a phone the code. */
async function toQr(page: Page, t: Words, look: Look): Promise<void> {
  if (look.isPhone) await page.getByRole('button', { name: t('connect.useQr') }).click()
}
async function toCode(page: Page, t: Words): Promise<void> {
  const toCode = page.getByRole('button', { name: t('connect.useCode') })
  const form = page.getByLabel(t('connect.phoneLabel'))
  await toCode.or(form).first().waitFor()
  if (await toCode.isVisible()) await toCode.click()
}
