// Several who answer for one shop: names, notes, whose a chat is, and who is in it.
import type { Page } from 'playwright-core'

import { ana, noteOf, rui } from '../mock/attending'
import type { Mock } from '../mock/server'
import { message } from '../mock/world'
import { portal } from './links'
import type { Screen, Words } from './see'

const marina = ({ state }: Mock) => {
  const chat = state.chats.find(({ name }) => name === 'Marina Costa')
  if (!chat) throw new Error('the world has no Marina')
  return chat
}
/** Two who answer, of whom Ana does here, and a chat that is Rui's, with notes. */
const team = (mock: Mock) => {
  const { state } = mock
  const chat = marina(mock)
  Object.assign(state, { attendants: [ana, rui], ownAttendant: ana.id })
  const long = 'Casamento em 12 de dezembro: 120 pessoas, dois sabores, sem amendoim.\nO sinal foi pago; o resto na entrega.'
  const changed = { authorId: ana.id, authorName: ana.name, changedAtMs: Date.now() - 600_000, changedByName: rui.name }
  state.notes = [noteOf(chat.id, 'Prefere entrega à tarde.'), noteOf(chat.id, long, changed)]
  Object.assign(chat, { notes: 2, assigneeId: rui.id })
  const other = state.chats.find(({ name }) => name === 'João Pereira')
  if (other) other.assigneeId = ana.id
}
const openChat = async (page: Page) => {
  await page.getByRole('link', { name: /Marina Costa/ }).click()
  await page.getByRole('log').waitFor()
}
const toNotes = async (page: Page, t: Words) => {
  await openChat(page)
  await page.getByRole('button', { name: t('notes.count_other').replace('{{count}}', '2') }).click()
  await page.getByRole('list', { name: t('notes.title') }).waitFor()
}
/** What an AI agent answered. */
const agentText = 'O bolo de cenoura sai às 15h. Quer que eu separe um?'
const byAgent = (mock: Mock) => {
  const sent = message(marina(mock).id, 1_000, true, agentText, Date.now(), { sentBy: 'agent', status: 'delivered' })
  mock.state.sent.set('by an agent', sent)
}
const toSettings = async (page: Page, t: Words) => {
  await page.getByRole('link', { name: t('portal.settings') }).click()
  await page.getByText(t('attending.hint')).scrollIntoViewIfNeeded()
}

export const attending: Screen[] = [
  { name: 'attending-notes', path: portal, prepare: team, act: toNotes, says: /sem amendoim/ },
  {
    name: 'attending-note-changed',
    path: portal,
    prepare: team,
    act: async (page, t) => {
      await toNotes(page, t)
      await page
        .getByRole('list', { name: t('notes.title') })
        .getByRole('button')
        .first()
        .click()
      await page.getByLabel(t('notes.text')).fill('x'.repeat(4_001))
    },
    says: 'notes.tooLong',
  },
  {
    name: 'attending-note-removed',
    path: portal,
    prepare: team,
    act: async (page, t) => {
      await toNotes(page, t)
      await page
        .getByRole('list', { name: t('notes.title') })
        .getByRole('button')
        .nth(1)
        .click()
    },
    says: 'notes.removeTitle',
  },
  {
    name: 'attending-notes-failed',
    path: portal,
    prepare: (mock) => {
      team(mock)
      mock.state.loses = /\/notes$/
    },
    act: async (page, t) => {
      await openChat(page)
      await page.getByRole('button', { name: t('details.menu') }).click()
      await page.getByRole('menuitem', { name: t('notes.write') }).click()
    },
    says: 'notes.failed',
  },
  {
    name: 'attending-who',
    path: portal,
    prepare: (mock) => {
      team(mock)
      mock.state.ownAttendant = null
    },
    act: async (page, t) => {
      await toNotes(page, t)
      await page.getByRole('button', { name: t('attending.take') }).click()
      await page.getByRole('button', { name: t('attending.continue') }).click()
    },
    says: 'attending.known',
  },
  {
    name: 'attending-others',
    path: portal,
    prepare: (mock) => {
      team(mock)
      const looker = { attendantId: rui.id, attendantName: rui.name, chatId: marina(mock).id, isTyping: true }
      mock.state.lookers = [{ ...looker, who: 'login-2' }]
    },
    act: openChat,
    says: 'attending.types_one',
  },
  {
    name: 'attending-mine',
    path: portal,
    prepare: team,
    act: async (page, t) => {
      await page.getByRole('radio', { name: t('chats.show.mine') }).click()
      await page.getByRole('link', { name: /Marina Costa/ }).waitFor({ state: 'detached' })
    },
    says: /João Pereira/,
  },
  { name: 'attending-agent', path: portal, prepare: byAgent, act: openChat, says: 'sentBy.agent' },
  {
    name: 'attending-agent-info',
    path: portal,
    prepare: byAgent,
    act: async (page, t) => {
      await openChat(page)
      const bubble = page.locator('[data-index]').filter({ hasText: agentText }).last()
      // By the keyboard: fingers have no pointer that shows the button.
      await bubble.getByRole('button', { name: t('acting.open') }).press('Enter')
      await page.getByRole('menuitem', { name: t('acting.info') }).click()
    },
    says: 'sentBy.title',
  },
  { name: 'attending-settings', path: portal, prepare: team, act: toSettings, says: 'attending.here' },
  {
    name: 'attending-settings-first',
    path: portal,
    act: toSettings,
    says: 'attending.say',
  },
  {
    name: 'attending-removed',
    path: portal,
    prepare: team,
    act: async (page, t) => {
      await toSettings(page, t)
      await page.getByRole('button', { name: t('attending.removeOne').replace('{{name}}', 'Rui') }).click()
    },
    says: 'attending.removeText',
  },
]
