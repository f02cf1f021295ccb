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

const attach = async (page: Page, t: Words, kind: string) => {
  await page.getByRole('button', { name: t('attach.open') }).click()
  await page.getByRole('menuitem', { name: t(kind), exact: true }).click()
}

/** Something is written for tomorrow. */
const schedule = async (page: Page, t: Words, words: string) => {
  await field(page, t).fill(words)
  await page.getByRole('button', { name: t('attach.open') }).click()
  await page.getByRole('menuitem', { name: t('later.open') }).click()
  await page
    .getByRole('dialog')
    .getByRole('button', { name: t('later.choice.tomorrow') })
    .click()
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
  {
    name: 'panel-poll-wrong',
    path: portal,
    act: async (page, t) => {
      await openChat(page)
      await attach(page, t, 'kind.poll')
      const dialog = page.getByRole('dialog')
      await dialog.getByRole('textbox').nth(1).fill('Brigadeiro')
      await dialog.getByRole('textbox').nth(2).fill('Brigadeiro')
      await dialog.getByRole('button', { name: t('conversation.send') }).click()
    },
    says: 'poll.twice',
  },
  {
    name: 'panel-place-wrong',
    path: portal,
    act: async (page, t) => {
      await openChat(page)
      await attach(page, t, 'kind.place')
      const dialog = page.getByRole('dialog')
      await dialog.getByLabel(t('place.where')).fill('https://maps.app.goo.gl/x')
      await dialog.getByRole('button', { name: t('conversation.send') }).click()
    },
    says: 'place.shortLink',
  },
  {
    name: 'panel-cards',
    path: portal,
    act: async (page, t) => {
      await openChat(page)
      await attach(page, t, 'kind.contacts')
      const dialog = page.getByRole('dialog')
      for (const name of [/Adriana Alves/, /Adriana Barros/]) await dialog.getByRole('checkbox', { name }).check()
    },
    says: /Adriana Barros/,
  },
  {
    name: 'panel-later-choose',
    path: portal,
    act: async (page, t) => {
      await openChat(page)
      await field(page, t).fill('Bom dia!')
      await page.getByRole('button', { name: t('attach.open') }).click()
      await page.getByRole('menuitem', { name: t('later.open') }).click()
      await page
        .getByRole('dialog')
        .getByRole('button', { name: t('later.submit') })
        .click()
    },
    says: 'field.missing',
  },
  {
    name: 'panel-later-waits',
    path: portal,
    act: async (page, t) => {
      await openChat(page)
      await schedule(page, t, 'Bom dia! Seu bolo está pronto.')
    },
    says: 'later.leaves',
  },
  {
    name: 'panel-later-list',
    path: portal,
    act: async (page, t) => {
      await openChat(page)
      for (const words of ['Bom dia! Seu bolo está pronto.', 'Não esqueça: domingo estamos fechados.']) await schedule(page, t, words)
      await page.getByRole('button', { name: /^2 .*(nesta conversa|in this chat|en este chat)$/ }).click()
      await page.getByRole('dialog').getByRole('checkbox').first().check()
    },
    says: 'later.cancelSome',
  },
  {
    name: 'panel-later-none',
    path: portal,
    act: async (page, t) => {
      await page.getByRole('link', { name: t('portal.settings') }).click()
      await page.getByRole('link', { name: t('later.see') }).click()
    },
    says: 'later.noneTitle',
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
      await dialog.getByRole('button', { name: t('common.save') }).click()
    },
    says: 'quickReplies.taken',
  },
]
