// The provider's login and customers.
import { closed, failing } from '../mock/access'
import { shopKeys } from '../mock/api-keys'
import { numberAsked, unexpected } from './links'
import type { Screen } from './see'

export const admin: Screen[] = [
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
    name: 'admin-tenant-key',
    act: async (page, t) => {
      await page.getByRole('link', { name: 'Clínica Vida' }).click()
      await page.getByRole('button', { name: t('apiKeys.new') }).click()
      await page.getByLabel(t('apiKeys.label')).fill('n8n')
      await page.getByRole('button', { name: t('apiKeys.create'), exact: true }).click()
      await page.getByRole('button', { name: t('common.done') }).click()
      await page.getByText(t('key.docs')).scrollIntoViewIfNeeded()
    },
    says: 'key.ready',
  },
  {
    name: 'admin-tenant-keys',
    prepare: ({ state }) => {
      state.shopKeys = shopKeys(Date.now())
    },
    act: async (page, t) => {
      await page.getByRole('link', { name: 'Clínica Vida' }).click()
      await page.getByText(t('apiKeys.over')).scrollIntoViewIfNeeded()
    },
    says: 'apiKeys.given.first',
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
    name: 'admin-number-asked',
    prepare: (mock) => {
      const tenant = mock.state.tenants.find(({ name }) => name === 'Clínica Vida')
      if (!tenant) throw new Error('there is no such tenant')
      Object.assign(tenant, { account: null, phone: '5511900000009', unexpectedAccount: unexpected }) // invented
      tenant.session = { ...tenant.session, status: 'failed', ...numberAsked }
    },
    act: async (page) => page.getByRole('link', { name: 'Clínica Vida' }).click(),
    says: 'number.wrong',
  },
  {
    name: 'admin-unreachable',
    prepare: (mock) => (mock.state.access = failing(Date.now(), 'connect_timed_out')),
    says: 'reach.failsAnywhere',
  },
]
