// What is asked when Portaria is opened for the first time.
import type { Settings } from '../../src/api/types'
import { settings } from '../../src/testing/world'
import { closed } from '../mock/access'
import type { Mock } from '../mock/server'
import type { Screen } from './see'

/** The first run at one of its steps, of a provider that has nobody yet. */
const firstRunAt =
  (firstRun: Settings['firstRun']) =>
  ({ state }: Mock) => {
    state.tenants = []
    state.access = closed()
    state.settings = settings({ firstRun, isNameChosen: false, name: 'Portaria' })
  }

export const firstRun: Screen[] = [
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
    name: 'first-run-domain',
    prepare: firstRunAt('access'),
    act: async (page, t) => {
      await page.getByLabel(t('firstRunWhere.internet')).check()
      await page.getByText(t('internetKind.domain'), { exact: true }).click()
    },
    says: 'access.domainName',
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
]
