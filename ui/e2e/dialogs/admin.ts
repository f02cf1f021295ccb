// The dialogs of the provider's panel.
import type { Page } from 'playwright-core'

import { shopKeys } from '../mock/api-keys'
import { cancel, type DialogCase, press, send } from './dialog-case'

const toTenant = (page: Page) => page.getByRole('link', { name: 'Clínica Vida' }).click()
const onLink = (item: string) => async (page: Page) => {
  await toTenant(page)
  await press(page, 'Mais ações do link')
  await page.getByRole('menuitem', { name: item }).click()
}
const newTenant = (page: Page) => press(page, 'Criar novo cliente')
const newKey = (page: Page) => press(page, 'Criar chave')
/** Filled and sent by keyboard alone; the dialog shows what came of it. */

export const admin: DialogCase[] = [
  {
    source: 'admin/tenants/NewTenantDialog.tsx',
    name: 'a new tenant',
    path: '/',
    open: newTenant,
    first: { field: 'Nome do cliente' },
  },
  {
    source: 'admin/tenants/NewTenantDialog.tsx',
    name: 'a new tenant’s link',
    path: '/',
    open: async (page) => {
      await newTenant(page)
      await send(page, 'Padaria Lua', 'Padaria Lua: link pronto')
    },
    first: { button: 'Copiar link' },
  },
  {
    source: 'features/api-keys/KeyDialog.tsx',
    name: 'a new key',
    path: '/settings',
    open: newKey,
    first: { field: 'Para que é a chave' },
  },
  {
    source: 'features/api-keys/KeyDialog.tsx',
    name: 'a key that is shown once',
    path: '/settings',
    open: async (page) => {
      await newKey(page)
      await send(page, 'Loja virtual', 'Guarde agora: por segurança, ela aparece só esta vez.')
    },
    first: { button: 'Copiar chave' },
  },
  {
    source: 'admin/keys/RevokeDialog.tsx',
    name: 'a key is revoked',
    path: '/settings',
    open: (page) => press(page, /^Revogar a chave/),
    first: cancel,
  },
  {
    source: 'admin/keys/RevokeDialog.tsx',
    name: 'what a revoked key left behind',
    path: '/settings',
    open: async (page) => {
      await press(page, 'Revogar a chave Faturamento')
      const dialog = page.getByRole('dialog')
      await dialog.getByText('Link de Padaria Sol').waitFor()
      await dialog.getByRole('button', { name: 'Revogar' }).click()
      await dialog.getByText('O que esta chave criou ou viu continua valendo').waitFor()
    },
    first: { button: 'Concluir' },
    next: 'Criar chave',
  },
  {
    source: 'admin/password/PasswordRow.tsx',
    name: 'the panel’s password is changed',
    path: '/settings',
    open: (page) => press(page, 'Trocar senha'),
    first: { field: 'Senha atual' },
  },
  {
    source: 'admin/two-steps/SwitchOnDialog.tsx',
    name: 'login in two steps is switched on',
    path: '/settings',
    open: (page) => press(page, 'Ligar'),
    first: { field: 'Senha do painel' },
  },
  {
    source: 'admin/two-steps/SwitchOnDialog.tsx',
    name: 'an authenticator app is told the secret',
    path: '/settings',
    open: async (page) => {
      await press(page, 'Ligar')
      await send(page, 'correct horse', 'Ou digite esta chave no aplicativo:')
    },
    first: { field: 'Código que o aplicativo mostra' },
  },
  {
    source: 'admin/two-steps/ProveDialog.tsx',
    name: 'recovery codes are shown once',
    path: '/settings',
    open: async (page) => {
      await press(page, 'Ligar')
      await send(page, 'correct horse', 'Ou digite esta chave no aplicativo:')
      await send(page, '123456', 'Por segurança, eles aparecem só esta vez.')
    },
    first: { button: 'Copiar códigos' },
  },
  {
    source: 'features/link/LinkCard.tsx',
    name: 'a link is changed',
    path: '/',
    open: onLink('Trocar link'),
    first: cancel,
  },
  {
    source: 'features/link/LinkCard.tsx',
    name: 'a link is revoked',
    path: '/',
    open: onLink('Revogar link'),
    first: cancel,
  },
  {
    source: 'features/api-keys/TenantKeys.tsx',
    name: 'a tenant’s key is revoked',
    path: '/',
    open: async (page, mock) => {
      mock.state.shopKeys = shopKeys(Date.now())
      await toTenant(page)
      await press(page, 'Revogar a chave n8n')
    },
    first: cancel,
  },
]
