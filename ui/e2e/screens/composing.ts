// What is written with, in the customer's panel.
import type { Page } from 'playwright-core'

import { portal } from './links'
import type { Screen, Words } from './see'

const openChat = async (page: Page, name = /Marina Costa/) => {
  await page.getByRole('link', { name }).click()
  await page.getByRole('log').waitFor()
}
const field = (page: Page, t: Words) => page.getByRole('textbox', { name: t('conversation.write'), exact: true })

const toReplies = async (page: Page, t: Words) => {
  await page.getByRole('link', { name: t('portal.settings') }).click()
  await page.getByRole('link', { name: t('quickReplies.open') }).click()
}

export const composing: Screen[] = [
  {
    name: 'panel-reply-completed',
    path: portal,
    act: async (page, t) => {
      await openChat(page)
      await field(page, t).pressSequentially('/')
    },
    says: /Rua das Flores, 12, ao lado/,
  },
  { name: 'panel-replies', path: portal, act: toReplies, says: /Abrimos de segunda a sábado/ },
  {
    name: 'panel-replies-none',
    path: portal,
    prepare: (mock) => (mock.state.quickReplies = []),
    act: toReplies,
    says: 'quickReplies.emptyTitle',
  },
  {
    name: 'panel-reply-taken',
    path: portal,
    act: async (page, t) => {
      await toReplies(page, t)
      await page.getByRole('button', { name: t('quickReplies.new') }).click()
      const dialog = page.getByRole('dialog')
      await dialog.getByLabel(t('quickReplies.shortcut')).fill('ENDERECO')
      await dialog.getByLabel(t('quickReplies.text')).fill('Ficamos na praça.')
      await dialog.getByRole('button', { name: t('quickReplies.save') }).click()
    },
    says: 'quickReplies.taken',
  },
]
