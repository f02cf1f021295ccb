// Every screen of both panels against the mock: how to get there, and what must be there to be seen.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'

import type { Browser, Page } from 'playwright-core'

import type { Settings } from '../src/api/types'
import { settings } from '../src/testing/world'
import { certificate, closed, crowded, failing, ownDomain, tunnelDown } from './mock/access'
import { drawn } from './mock/files'
import { type Mock, startMock } from './mock/server'
import { publicId, secret, type Session, sessions } from './mock/world'
import { barriers, complaints, type Look, open, picture } from './support/browser'

/** The catalogue of one language. */
type Words = (key: string) => string

export interface Screen {
  name: string
  path?: string
  prepare?: (mock: Mock) => void
  act?: (page: Page, t: Words, look: Look, mock: Mock) => Promise<void>
  /** What must be there to be seen: a string of the catalogue, or words of the world. */
  says: string | RegExp
}

const portal = `/client/${publicId}#${secret}`
const inStatus =
  (status: Session['status'], isLinked: boolean, change: Partial<Session> = {}) =>
  (mock: Mock) => {
    mock.state.session = { ...sessions(Date.now())[status], ...change }
    if (!isLinked) mock.state.account = null
  }
const openChat = async (page: Page, name = /Marina Costa/) => {
  await page.getByRole('link', { name }).click()
  await page.getByRole('log').waitFor()
}
/** The conversation with files, so far up that another part of it is seen. */
const filesAt = (part: number) => async (page: Page) => {
  await openChat(page, /João Pereira/)
  await scrollTo(page, 'Ficou lindo!', part)
}
/** A picture that somebody is about to send. */
const chosen = (name: string) => ({ name, mimeType: 'image/png', buffer: drawn(600, 400) })
/** A conversation of every kind, so far up that another part of it is seen. */
const kindsAt = (part: number) => async (page: Page) => {
  await openChat(page, /Sofia Lima/)
  await scrollTo(page, 'Confirmado para sábado!', part)
}
async function scrollTo(page: Page, last: string, part: number): Promise<void> {
  const log = page.getByRole('log')
  await log.getByText(last).waitFor()
  await log.dispatchEvent('wheel', { deltaY: -1 })
  // Rows are measured once they are in the page.
  for (const at of [0.8, 0.6, 0.4, 0.2, 0, part, part, part]) {
    await log.evaluate(async (log, at) => {
      log.scrollTop = (log.scrollHeight - log.clientHeight) * at
      await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))
    }, at)
  }
}

/** The first run at one of its steps, of a provider that has nobody yet. */
const firstRunAt =
  (firstRun: Settings['firstRun']) =>
  ({ state }: Mock) => {
    state.tenants = []
    state.access = closed()
    state.settings = settings({ firstRun, isNameChosen: false, name: 'Portaria' })
  }

export const screens: Screen[] = [
  { name: 'first-run-language', prepare: firstRunAt('language'), says: 'firstRunTitle.language' },
  {
    name: 'first-run-name',
    prepare: firstRunAt('name'),
    act: (page, t) => page.getByRole('button', { name: t('firstRun.next') }).click(),
    says: 'field.missing',
  },
  { name: 'first-run-access', prepare: firstRunAt('access'), says: 'firstRunTitle.access' },
  {
    name: 'first-run-internet',
    prepare: firstRunAt('access'),
    act: (page, t) => page.getByLabel(t('firstRunWhere.internet')).check(),
    says: 'access.program',
  },
  {
    name: 'first-run-password',
    prepare: (mock) => {
      firstRunAt('access')(mock)
      mock.state.password = null
    },
    act: (page, t) => page.getByRole('button', { name: t('firstRun.next') }).click(),
    says: 'access.passwordFirst',
  },
  { name: 'first-run-customer', prepare: firstRunAt('customer'), says: 'firstRunTitle.customer' },
  {
    name: 'first-run-link',
    prepare: firstRunAt('customer'),
    act: async (page, t) => {
      await page.getByLabel(t('newTenant.name')).fill('Padaria Sol')
      await page.getByRole('button', { name: t('newTenant.submit') }).click()
    },
    says: 'link.qrHint',
  },
  {
    name: 'first-run-connected',
    prepare: (mock) => {
      const [connected] = mock.state.tenants
      firstRunAt('customer')(mock)
      if (connected) mock.state.tenants = [connected]
    },
    says: 'firstRun.connected',
  },
  { name: 'admin-login', prepare: (mock) => (mock.state.isLoggedIn = false), says: 'login.title' },
  {
    name: 'admin-login-code',
    prepare: (mock) => Object.assign(mock.state, { isLoggedIn: false, totpOn: true }),
    act: async (page, t) => {
      await page.getByLabel(t('login.password')).fill('correct horse')
      await page.getByRole('button', { name: t('login.submit') }).click()
      await page.getByLabel(t('twoSteps.code'), { exact: true }).fill('000000')
      await page.getByRole('button', { name: t('login.submit') }).click()
    },
    says: 'twoSteps.wrong',
  },
  { name: 'admin-two-steps', path: '/settings', prepare: (mock) => (mock.state.totpOn = true), says: 'twoSteps.isOn' },
  {
    name: 'admin-two-steps-app',
    path: '/settings',
    act: async (page, t) => {
      await page.getByRole('button', { name: t('twoSteps.on'), exact: true }).click()
      await page.keyboard.type('correct horse')
      await page.keyboard.press('Enter')
    },
    says: 'twoSteps.appText',
  },
  { name: 'admin-tenants', says: 'status.pairing' },
  { name: 'admin-empty', prepare: (mock) => (mock.state.tenants = []), says: 'tenants.emptyTitle' },
  { name: 'admin-waiting', prepare: (mock) => (mock.state.holds = /tenants|overview/), says: 'admin.tenants' },
  {
    name: 'admin-pill',
    act: async (page) => page.locator('[data-status=reconnecting]').click(),
    says: 'cause.connection_lost',
  },
  {
    name: 'admin-new',
    act: async (page, t) => {
      await page.getByRole('button', { name: t('tenants.new') }).click()
      await page.getByRole('button', { name: t('newTenant.submit') }).click()
    },
    says: 'field.missing',
  },
  {
    name: 'admin-created',
    act: async (page, t) => {
      await page.getByRole('button', { name: t('tenants.new') }).click()
      await page.getByLabel(t('newTenant.name')).fill('Padaria Sol')
      await page.getByRole('button', { name: t('newTenant.submit') }).click()
      await page.getByRole('button', { name: t('link.qr') }).click()
    },
    says: 'newTenant.readyTitle',
  },
  {
    name: 'admin-tenant',
    act: async (page) => page.getByRole('link', { name: 'Clínica Vida' }).click(),
    says: 'link.title',
  },
  {
    name: 'admin-rotate',
    act: async (page, t) => {
      await page.getByRole('link', { name: 'Clínica Vida' }).click()
      await page.getByRole('button', { name: t('link.more') }).click()
      await page.getByRole('menuitem', { name: t('link.rotate') }).click()
    },
    says: 'link.rotateTitle',
  },
  {
    name: 'admin-stopping',
    act: async (page, t, _look, mock) => {
      await page.getByRole('link', { name: 'Padaria Sol' }).click()
      mock.state.holds = /\/stop$/
      await page.getByRole('button', { name: t('tenants.stop'), exact: true }).click()
    },
    says: 'asked.stop',
  },
  {
    name: 'admin-tenant-here',
    prepare: (mock) => (mock.state.access = closed()),
    act: async (page) => page.getByRole('link', { name: 'Clínica Vida' }).click(),
    says: 'link.onlyHere',
  },
  {
    name: 'admin-unreachable',
    prepare: (mock) => (mock.state.access = failing(Date.now(), 'connect_timed_out')),
    says: 'reach.failsAnywhere',
  },
  { name: 'admin-access', path: '/access', says: 'access.worksSince' },
  { name: 'admin-access-closed', path: '/access', prepare: (mock) => (mock.state.access = closed()), says: 'access.this_machine' },
  { name: 'admin-access-waiting', path: '/access', prepare: (mock) => (mock.state.holds = /saas\/access/), says: 'access.title' },
  {
    name: 'admin-access-failing',
    path: '/access',
    prepare: (mock) => (mock.state.access = failing(Date.now(), 'name_changed')),
    says: 'checkRemedy.name_changed',
  },
  {
    name: 'admin-access-network',
    path: '/access',
    prepare: (mock) => (mock.state.access = closed()),
    act: async (page, t) => {
      await page.getByLabel(t('access.openNetwork')).check()
      await page.getByText(t('access.firewall')).click()
      await page.getByText(t('access.firewallLinux')).scrollIntoViewIfNeeded()
    },
    says: 'access.byNameText',
  },
  {
    name: 'admin-access-crowded',
    path: '/access',
    prepare: (mock) => (mock.state.access = crowded(Date.now())),
    act: async (page, t) => page.getByText(t('listenRemedy.port_taken')).scrollIntoViewIfNeeded(),
    says: 'access.otherName',
  },
  {
    name: 'admin-access-password',
    path: '/access',
    prepare: (mock) => {
      mock.state.access = closed()
      mock.state.password = null
    },
    act: async (page, t) => {
      await page.getByLabel(t('access.openNetwork')).check()
      await page
        .getByRole('button', { name: t('mediaPolicy.save') })
        .first()
        .click()
      await page.getByLabel(t('password.new')).fill('curta')
      await page.getByRole('button', { name: t('access.passwordAndOpen') }).click()
      await page.getByText(t('access.passwordFirst')).scrollIntoViewIfNeeded()
    },
    says: 'password.short',
  },
  {
    name: 'admin-access-tunnel',
    path: '/access',
    prepare: (mock) => (mock.state.access = closed()),
    act: async (page, t) => {
      await page.getByLabel(t('internetKind.tunnel')).check()
      await page.getByText(t('access.quickRisk')).scrollIntoViewIfNeeded()
    },
    says: 'access.quickRiskText',
  },
  {
    name: 'admin-access-tunnel-named',
    path: '/access',
    prepare: (mock) => (mock.state.access = closed()),
    act: async (page, t) => {
      await page.getByLabel(t('internetKind.tunnel')).check()
      await page.getByLabel(t('tunnelProgram.cloudflared_named')).check()
      await saveInternet(page, t)
    },
    says: 'field.missing',
  },
  {
    name: 'admin-access-tunnel-missing',
    path: '/access',
    prepare: (mock) => (mock.state.access = closed()),
    act: async (page, t) => {
      await page.getByLabel(t('internetKind.tunnel')).check()
      await page.getByLabel(t('tunnelProgram.frp')).check()
      await page.getByText(t('access.notFound')).scrollIntoViewIfNeeded()
    },
    says: 'access.notFoundText',
  },
  {
    name: 'admin-access-tunnel-elsewhere',
    path: '/access',
    prepare: (mock) => {
      mock.state.access = closed()
      mock.state.isAtServer = false
    },
    act: async (page, t) => {
      await page.getByLabel(t('internetKind.tunnel')).check()
      await saveInternet(page, t)
    },
    says: 'access.tunnelElsewhere',
  },
  {
    name: 'admin-access-tunnel-down',
    path: '/access',
    prepare: (mock) => (mock.state.access = tunnelDown()),
    act: async (page, t) => {
      await page.getByText(t('access.lastLines')).click()
      await page.getByText('no such host').scrollIntoViewIfNeeded()
    },
    says: 'tunnelCause.ended',
  },
  {
    name: 'admin-access-proxy',
    path: '/access',
    prepare: (mock) => (mock.state.access = closed()),
    act: async (page, t) => {
      await page.getByLabel(t('internetKind.proxy')).check()
      await page.getByLabel(t('access.publicUrl')).fill('zap exemplo')
      await page.getByLabel(t('access.trustedProxies')).fill('127.0.0.1\nmeu-servidor')
      await saveInternet(page, t)
      await page.getByText(t('access.urlInvalid')).waitFor()
      await page.getByText(t('access.examples')).click()
    },
    says: 'access.proxyInvalid',
  },
  {
    name: 'admin-access-domain',
    path: '/access',
    prepare: (mock) => (mock.state.access = closed()),
    act: async (page, t) => {
      await page.getByLabel(t('internetKind.domain')).check()
      await page.getByLabel(t('access.domainName')).fill('https://zap')
      await page.getByText(t('access.otherAuthority')).click()
      await page.getByText(t('access.ports'), { exact: true }).click()
      await page.getByLabel(t('access.ownPort')).fill('muitas')
      await saveInternet(page, t)
      await page.getByText(t('access.portInvalid')).waitFor()
    },
    says: 'access.domainInvalid',
  },
  {
    name: 'admin-access-domain-files',
    path: '/access',
    prepare: (mock) => (mock.state.access = closed()),
    act: async (page, t) => {
      await page.getByLabel(t('internetKind.domain')).check()
      await page.getByLabel(t('access.domainName')).fill('zap.exemplo.com.br')
      await page.getByLabel(t('certificateKind.files')).check()
      await page.getByLabel(t('access.chainPath')).fill('/etc/ssl/zap/fullchain.pem')
      await page.getByLabel(t('access.keyPath')).fill('/etc/ssl/outro/privkey.pem')
      await saveInternet(page, t)
    },
    says: 'certificateCause.key_mismatch',
  },
  {
    name: 'admin-access-domain-ordering',
    path: '/access',
    prepare: (mock) => (mock.state.access = closed()),
    act: async (page, t) => {
      await page.getByLabel(t('internetKind.domain')).check()
      await page.getByLabel(t('access.domainName')).fill('zap.exemplo.com.br')
      await saveInternet(page, t)
    },
    says: 'access.certificateOrdering',
  },
  {
    name: 'admin-access-domain-ready',
    path: '/access',
    prepare: (mock) => (mock.state.access = ownDomain({ certificate: certificate(Date.now()) })),
    act: async (page, t) => page.getByText(pattern(t('access.certificateRenews'))).scrollIntoViewIfNeeded(),
    says: 'access.certificateUntil',
  },
  {
    name: 'admin-access-domain-not-reached',
    path: '/access',
    prepare: (mock) => {
      const now = Date.now()
      const failed = {
        state: 'failed',
        cause: 'not_reached' as const,
        detail: '203.0.113.9: Timeout during connect',
        againAtMs: now + 240_000,
      }
      mock.state.access = ownDomain({ certificate: certificate(now, { ...failed, validUntilMs: null, renewsAtMs: null }) })
    },
    act: async (page, t) => page.getByText(pattern(t('certificateRemedy.not_reached'))).scrollIntoViewIfNeeded(),
    says: 'certificateCause.not_reached',
  },
  {
    name: 'admin-access-domain-ports',
    path: '/access',
    prepare: (mock) => {
      const ports = [
        { port: 443, failure: 'not_allowed' as const },
        { port: 80, failure: 'port_taken' as const },
      ]
      mock.state.access = ownDomain({ ports, certificate: certificate(Date.now()) })
    },
    act: async (page, t) => page.getByText(pattern(t('portFailure.port_taken'))).scrollIntoViewIfNeeded(),
    says: 'portFailure.not_allowed',
  },
  {
    name: 'admin-access-domain-ends',
    prepare: (mock) => {
      const source = { kind: 'files' as const, chainPath: '/etc/ssl/zap/fullchain.pem', keyPath: '/etc/ssl/zap/privkey.pem' }
      const soon = Date.now() + 5 * 86_400_000
      mock.state.access = ownDomain({ source, certificate: certificate(Date.now(), { validUntilMs: soon, renewsAtMs: null }) })
    },
    says: 'reach.certificateEnds',
  },
  {
    name: 'admin-access-fixed',
    path: '/access',
    prepare: (mock) => {
      const { network, internet } = mock.state.access
      network.isFixed = true
      internet.isFixed = true
    },
    act: async (page, t) => page.getByText(t('access.fixedInternet')).scrollIntoViewIfNeeded(),
    says: 'access.fixedNetwork',
  },
  {
    name: 'admin-access-panel',
    path: '/access',
    act: async (page, t) => {
      await page.getByLabel(t('access.openPanel')).check()
      await page.getByText(t('access.panelText')).scrollIntoViewIfNeeded()
    },
    says: 'access.openPanelText',
  },
  { name: 'admin-settings', path: '/settings', says: 'settings.toAccess' },
  {
    name: 'admin-password',
    path: '/settings',
    act: async (page, t) => {
      await page.getByRole('button', { name: t('password.change') }).click()
      const dialog = page.getByRole('dialog')
      await dialog.getByLabel(t('password.current')).fill('outra senha')
      await dialog.getByLabel(t('password.new')).fill('uma senha comprida')
      await dialog.getByRole('button', { name: t('password.change') }).click()
    },
    says: 'password.wrong',
  },
  {
    name: 'admin-key-new',
    path: '/settings',
    act: async (page, t) => {
      await page.getByRole('button', { name: t('providerKeys.new') }).click()
      await page.getByLabel(t('providerKeys.label')).fill('Loja virtual')
      await page.getByRole('button', { name: t('providerKeys.create'), exact: true }).click()
    },
    says: 'key.once',
  },
  {
    name: 'admin-key-revoke',
    path: '/settings',
    act: async (page, t) => {
      await page
        .getByRole('button', { name: new RegExp(`^${t('providerKeys.revoke')} `) })
        .first()
        .click()
    },
    says: 'providerKeys.revokeText',
  },
  {
    name: 'admin-key-left-open',
    path: '/settings',
    act: async (page, t) => {
      await page
        .getByRole('button', { name: new RegExp(`^${t('providerKeys.revoke')} `) })
        .first()
        .click()
      const dialog = page.getByRole('dialog')
      await dialog.getByText(t('providerKeys.issued')).waitFor()
      await dialog.getByRole('button', { name: t('providerKeys.revoke') }).click()
    },
    says: 'providerKeys.stillOpen',
  },
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
  { name: 'portal-failed', path: portal, prepare: inStatus('failed', false), says: 'cause.passkey_required' },
  { name: 'portal-unlinked', path: portal, prepare: inStatus('logged_out', false), says: 'connect.unlinkedTitle' },
  { name: 'portal-paused', path: portal, prepare: inStatus('paused', false), says: 'connect.pausedTitle' },
  { name: 'portal-invalid', path: `/client/${publicId}#wrong`, says: 'closed.invalidTitle' },
  { name: 'panel-chats', path: portal, says: /Marina Costa/ },
  {
    name: 'panel-empty',
    path: portal,
    prepare: (mock) => (mock.state.chats = []),
    says: 'chats.emptyTitle',
  },
  { name: 'panel-conversation', path: portal, act: (page) => openChat(page), says: 'conversation.unread_other' },
  { name: 'panel-group', path: portal, act: (page) => openChat(page, /Família Souza/), says: /Tio Zé/ },
  { name: 'panel-files-1', path: portal, act: filesAt(0), says: /Seguem as fotos do salão/ },
  { name: 'panel-files-2', path: portal, act: filesAt(0.35), says: /Mensagem de voz|Voice message|Mensaje de voz|O jardim/ },
  { name: 'panel-files-3', path: portal, act: filesAt(0.7), says: /Orçamento festa\.pdf/ },
  { name: 'panel-files-4', path: portal, act: filesAt(1), says: /Ficou lindo!/ },
  {
    name: 'panel-viewer',
    path: portal,
    act: async (page, t) => {
      await filesAt(0)(page)
      const what = t('file.open').replace('{{what}}', t('kind.image'))
      await page.getByRole('button', { name: what }).first().click()
    },
    says: 'viewer.place',
  },
  {
    name: 'panel-tray',
    path: portal,
    act: async (page) => {
      await openChat(page)
      await page.locator('[data-attach=photos]').setInputFiles([chosen('forno.png'), chosen('vitrine.png')])
      const large = Buffer.alloc(17 * 1024 * 1024)
      await page.locator('[data-attach=photos]').setInputFiles({ name: 'cartaz grande.png', mimeType: 'image/png', buffer: large })
    },
    says: 'attach.tooLargeAsIs',
  },
  {
    name: 'panel-uploading',
    path: portal,
    act: async (page, t, _look, mock) => {
      await openChat(page)
      mock.state.holds = /\/uploads/
      await page.locator('[data-attach=photos]').setInputFiles([chosen('forno.png')])
      await page.getByRole('textbox', { name: t('attach.caption') }).fill('Saiu agora')
      await page.keyboard.press('Enter')
    },
    says: /Saiu agora/,
  },
  {
    name: 'panel-recording',
    path: portal,
    act: async (page, t) => {
      await openChat(page)
      await page.getByRole('button', { name: t('voice.record') }).click()
      await page.getByRole('button', { name: t('voice.send') }).waitFor()
    },
    says: /0:01/,
  },
  { name: 'panel-kinds-1', path: portal, act: kindsAt(0), says: /Bolos para o fim de semana/ },
  { name: 'panel-kinds-2', path: portal, act: kindsAt(0.25), says: /Mensagem de voz|Voice message|Mensaje de voz/ },
  { name: 'panel-kinds-3', path: portal, act: kindsAt(0.5), says: /Salão Ipê/ },
  { name: 'panel-kinds-4', path: portal, act: kindsAt(0.75), says: /Agendamento|Bolo de brigadeiro/ },
  { name: 'panel-kinds-5', path: portal, act: kindsAt(1), says: 'failure.no_answer' },
  {
    name: 'panel-edited',
    path: portal,
    act: async (page, t) => {
      await kindsAt(0)(page)
      await page.getByRole('button', { name: t('message.edited') }).click()
    },
    says: /O preço certo: 21/,
  },
  {
    name: 'panel-unsent',
    path: portal,
    prepare: (mock) => (mock.state.refuses = { status: 409, code: 'tenant_paused' }),
    act: async (page, t) => {
      await openChat(page)
      await page.getByRole('textbox', { name: t('conversation.write'), exact: true }).fill('Pode ser às 15h?')
      await page.keyboard.press('Enter')
    },
    says: 'conversation.unsent',
  },
  {
    name: 'panel-waiting',
    path: portal,
    act: async (page, t, _look, mock) => {
      await openChat(page)
      mock.state.loses = /\/send$/
      for (const text of ['Pode ser às 15h?', 'Se não der, amanhã cedo.']) {
        await page.getByRole('textbox', { name: t('conversation.write'), exact: true }).fill(text)
        await page.keyboard.press('Enter')
      }
    },
    says: 'conversation.waiting',
  },
  {
    name: 'panel-new-chat',
    path: portal,
    act: async (page, t) => page.getByRole('button', { name: t('chats.new') }).click(),
    says: 'newChat.phone',
  },
  {
    name: 'panel-new-chat-lost',
    path: portal,
    act: async (page, t, _look, mock) => {
      await page.getByRole('button', { name: t('chats.new') }).click()
      const dialog = page.getByRole('dialog')
      await dialog.getByLabel(t('newChat.phone')).fill('+55 11 90000-0009')
      await dialog.getByLabel(t('newChat.text')).fill('Bom dia!')
      mock.state.loses = /\/send$/
      await dialog.getByRole('button', { name: t('newChat.submit') }).click()
    },
    says: 'newChat.lost',
  },
  {
    name: 'panel-reconnecting',
    path: portal,
    prepare: inStatus('reconnecting', true),
    says: 'status.reconnectingIn',
  },
  { name: 'panel-replaced', path: portal, prepare: inStatus('replaced', true), says: 'status.replaced' },
  {
    name: 'panel-settings',
    path: portal,
    act: async (page, t) => page.getByRole('link', { name: t('portal.settings') }).click(),
    says: 'portalSettings.unlink',
  },
]

/** Saves how the Internet reaches the server. */
async function saveInternet(page: Page, t: Words): Promise<void> {
  await page
    .locator('#access-internet')
    .getByRole('button', { name: t('mediaPolicy.save') })
    .click()
}

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

function wordsOf(language: Look['language']): Words {
  const read = (file: string): unknown => JSON.parse(readFileSync(new URL(`../src/i18n/${file}`, import.meta.url), 'utf8'))
  const catalogues = [read(`${language}.json`), read(`admin/${language}.json`)]
  const find = (catalogue: unknown, key: string) =>
    key.split('.').reduce<unknown>((part, name) => (part as Record<string, unknown> | undefined)?.[name], catalogue)
  return (key) => {
    const found = catalogues.map((catalogue) => find(catalogue, key)).find((text) => typeof text === 'string')
    if (typeof found !== 'string') throw new Error(`${language} lacks ${key}`)
    return found
  }
}

/** A string of the catalogue with anything in its slots. */
function pattern(text: string): RegExp {
  const parts = text.split(/\{\{\w+\}\}/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  return new RegExp(parts.join('.+'))
}

/**
 * Opens a screen, keeps its picture in test-results, and holds it against what every screen owes: it says what it
 * should, anybody can use it, it is no wider than the window, and the page's policy refused nothing.
 */
export async function see(browser: Browser, screen: Screen, look: Look): Promise<void> {
  const t = wordsOf(look.language)
  const mock = await startMock()
  screen.prepare?.(mock)
  const context = await open(browser, look)
  try {
    const page = await context.newPage()
    const heard = complaints(page)
    await page.goto(mock.url + (screen.path ?? '/'))
    await screen.act?.(page, t, look, mock)
    await page
      .getByText(typeof screen.says === 'string' ? pattern(t(screen.says)) : screen.says)
      .filter({ visible: true })
      .first()
      .waitFor({ timeout: 20_000 })
    await picture(page, `${screen.name}-${look.name}`)
    assert.deepEqual(await barriers(page), [], 'somebody cannot use it')
    assert.deepEqual(heard, [], 'the page complained')
    const isTooWide = await page.evaluate(() =>
      [document.documentElement, ...document.querySelectorAll('main, dialog')].some((part) => part.scrollWidth > part.clientWidth),
    )
    assert.equal(isTooWide, false, 'the page is wider than the screen')
  } finally {
    await context.close()
    await mock.stop()
  }
}
