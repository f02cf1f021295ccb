// From where links open.
import type { Page } from 'playwright-core'

import { certificate, closed, crowded, failing, ownDomain, tunnelAtMainPort, tunnelDown, untestable, unvisited } from '../mock/access'
import { pattern, type Screen, type Words } from './see'

export const access: Screen[] = [
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
        .getByRole('button', { name: t('common.save') })
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
    name: 'admin-access-tunnel-port',
    path: '/access',
    prepare: (mock) => (mock.state.access = tunnelAtMainPort()),
    act: async (page, t) => page.getByText(pattern(t('access.tunnelAtMainPort'))).scrollIntoViewIfNeeded(),
    says: 'access.namesCallers',
  },
  {
    name: 'admin-access-unvisited',
    path: '/access',
    prepare: (mock) => (mock.state.access = unvisited(Date.now())),
    act: async (page, t) => page.getByText(t('access.firewallLinux')).scrollIntoViewIfNeeded(),
    says: 'access.unvisited',
  },
  {
    name: 'admin-access-untestable',
    path: '/access',
    prepare: (mock) => (mock.state.access = untestable(Date.now())),
    says: 'access.untestable',
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
    prepare: (mock) => {
      const mapping = { state: 'mapped', publicIp: '203.0.113.7', cause: null }
      mock.state.access = ownDomain({ certificate: certificate(Date.now()), asksRouter: true, mapping })
    },
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
    name: 'admin-access-domain-router',
    path: '/access',
    prepare: (mock) => {
      const mapping = { state: 'failed', publicIp: null, cause: 'no_router' as const }
      mock.state.access = ownDomain({ certificate: certificate(Date.now()), asksRouter: true, mapping })
    },
    act: async (page, t) => page.getByText(pattern(t('routerRemedy.no_router'))).scrollIntoViewIfNeeded(),
    says: 'routerCause.no_router',
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
]

/** Saves how the Internet reaches the server. */
async function saveInternet(page: Page, t: Words): Promise<void> {
  await page
    .locator('#access-internet')
    .getByRole('button', { name: t('common.save') })
    .click()
}
