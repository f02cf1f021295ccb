// Another number is linked than before: the question about the chats from before, and what becomes of them.
import type { Page } from 'playwright-core'

import { earlier } from '../mock/earlier-accounts'
import type { Mock } from '../mock/server'
import { message } from '../mock/world'
import { portal } from './links'
import type { Screen, Words } from './see'

const asked = ({ state }: Mock) => {
  state.earlierAccounts = [earlier()]
}
const toDialog = async (page: Page, t: Words) => {
  await page.getByRole('button', { name: t('earlier.go'), exact: true }).click()
  await page.getByRole('dialog').waitFor()
}
const toSettings = async (page: Page, t: Words) => {
  await page.getByRole('link', { name: t('portal.settings') }).click()
  await page.getByRole('heading', { name: t('earlier.title') }).scrollIntoViewIfNeeded()
}

export const earlierNumbers: Screen[] = [
  { name: 'earlier-asked', path: portal, prepare: asked, says: 'earlier.askText' },
  { name: 'earlier-dialog', path: portal, prepare: asked, act: toDialog, says: 'earlier.continueText' },
  {
    name: 'earlier-refused',
    path: portal,
    prepare: (mock) => {
      asked(mock)
      mock.state.refuses = { status: 409, code: 'not_paired' }
    },
    act: async (page, t) => {
      await page.getByRole('button', { name: t('earlier.keepApart') }).click()
    },
    says: 'problem.not_paired',
  },
  {
    name: 'earlier-going',
    path: portal,
    prepare: ({ state }) => {
      state.earlierAccounts = [earlier({ state: 'continuing', chats: 38 })]
    },
    says: 'earlier.goingText_other',
  },
  {
    name: 'earlier-settings',
    path: portal,
    prepare: ({ state }) => {
      state.earlierAccounts = [
        earlier({ state: 'kept_apart' }),
        earlier({ id: '01900000-0000-7000-8000-0000000e0002', pn: '5511900000007@s.whatsapp.net', state: 'continued', chats: 3 }), // invented
        earlier({ id: '01900000-0000-7000-8000-0000000e0003', pn: null, state: 'continued', chats: 0 }),
      ]
    },
    act: toSettings,
    says: 'earlier.state.kept_apart_other',
  },
  {
    name: 'earlier-conversation',
    path: portal,
    prepare: ({ state }) => {
      const chatId = state.chats.find(({ name }) => name === 'Marina Costa')?.id ?? ''
      const sender = { pn: '5511900000008@s.whatsapp.net', lid: null } // invented
      const before = { isOfEarlierNumber: true, status: 'read' } as const
      const now = Date.now()
      state.sent.set('before', message(chatId, 1_000, true, 'Seu pedido sai amanhã cedo.', now - 60_000, { ...before, sender }))
      state.sent.set('before too', message(chatId, 1_001, false, 'Combinado, obrigada!', now - 50_000, before))
      state.sent.set('now', message(chatId, 1_002, true, 'Agora falamos por este número 🙂', now - 5_000, { status: 'delivered' }))
    },
    act: async (page) => {
      await page.getByRole('link', { name: /Marina Costa/ }).click()
      await page.getByRole('log').waitFor()
    },
    says: 'conversation.earlierNumberOf',
  },
]
