// What the provider sets for itself.
import type { Screen } from './see'

export const settings: Screen[] = [
  { name: 'admin-settings', path: '/settings', says: 'settings.toAccess' },
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
]
