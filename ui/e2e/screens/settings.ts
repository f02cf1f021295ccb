// What the provider sets for itself.
import { update } from '../../src/testing/update'
import type { Screen } from './see'

export const settings: Screen[] = [
  { name: 'admin-settings', path: '/settings', says: 'settings.toAccess' },
  {
    name: 'admin-update-install',
    path: '/settings',
    prepare: ({ state }) => void (state.update = update('app_image', Date.now())),
    act: async (page, t) => {
      await page.getByText('<b>Novo:</b>').waitFor() // text, never markup
      await page.getByRole('button', { name: t('update.install') }).click()
    },
    says: 'update.downloadingOf',
  },
  {
    name: 'admin-update-package',
    path: '/settings',
    prepare: ({ state }) => void (state.update = update('deb', Date.now())),
    act: async (page, t) => {
      await page.getByText('sudo apt install').waitFor()
      await page.getByRole('button', { name: t('update.postpone') }).click()
    },
    says: 'update.postponed',
  },
  {
    name: 'admin-update-put-back',
    path: '/settings',
    prepare: ({ state }) => {
      state.update = update('app_image', Date.now())
      state.update.tried = { from: '0.1.0', to: '0.2.0', atMs: Date.now(), outcome: 'put_back' }
      state.update.trouble = { why: 'bad_signature', atMs: Date.now(), version: '0.2.0' }
    },
    act: async (page, t) => page.getByText(t('update.troubleText.bad_signature')).waitFor(),
    says: 'update.putBack',
  },
  {
    name: 'admin-update-news',
    prepare: ({ state }) => void (state.update = update('deb', Date.now())),
    says: 'update.news',
  },
  {
    name: 'admin-licenses',
    path: '/licenses',
    act: async (page, t) => {
      await page.getByRole('searchbox', { name: t('licenses.search') }).fill('react-dom')
      await page.getByText(t('licenses.read')).first().click()
    },
    says: /Permission is hereby granted/,
  },
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
      await page.getByLabel(t('apiKeys.label')).fill('Loja virtual')
      await page.getByRole('button', { name: t('apiKeys.create'), exact: true }).click()
    },
    says: 'apiKeys.once',
  },
  {
    name: 'admin-key-form',
    path: '/settings',
    act: async (page, t) => {
      await page.getByRole('button', { name: t('providerKeys.new') }).click()
      await page.getByText(t('apiKeys.preset.read'), { exact: true }).click()
      await page.getByText(t('apiKeys.end.month')).click()
    },
    says: 'apiKeys.addressesHint',
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
]
