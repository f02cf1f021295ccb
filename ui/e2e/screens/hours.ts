// When the customer answers, and what is sent without anybody.
import type { Page } from 'playwright-core'

import { awayText, bakery, tonightMs } from '../mock/hours'
import type { Mock } from '../mock/server'
import { message } from '../mock/world'
import { portal } from './links'
import type { Screen, Words } from './see'

const toPage = (label: string) => async (page: Page, t: Words) => {
  await page.getByRole('link', { name: t('portal.settings') }).click()
  await page.getByRole('link', { name: t(label) }).click()
}
const toHours = toPage('hours.set')
const toMessages = toPage('automatic.set')
const open = ({ state }: Mock) => {
  state.hours = bakery()
}
const away = (mock: Mock) => {
  open(mock)
  mock.state.automatic.away = { isOn: true, when: 'outside_hours', to: 'everyone', againAfterHours: 12, text: awayText }
}
/** Closed, until a moment where there is one. */
const closed =
  (prepare: (mock: Mock) => void, changesAtMs: number | null) =>
  (mock: Mock): void => {
    prepare(mock)
    mock.state.openNow = { isOpen: false, changesAtMs }
  }
/** As much as can be listed: six times a day, and every day of a year. */
const full = (mock: Mock) => {
  const day = Array.from({ length: 6 }, (_, index) => ({
    from: `${String(6 + 2 * index).padStart(2, '0')}:00`,
    to: `${String(7 + 2 * index).padStart(2, '0')}:30`,
  }))
  const week = { monday: day, tuesday: day, wednesday: day, thursday: day, friday: day, saturday: day, sunday: [] }
  const closedDates = Array.from({ length: 366 }, (_, index) => ({
    date: new Date(Date.UTC(2028, 0, 1 + index)).toISOString().slice(0, 10),
    name: index % 30 === 0 ? 'Aniversário da padaria e reunião de toda a equipe' : '',
  }))
  mock.state.hours = { timeZone: 'America/Argentina/ComodRivadavia', week, closedDates }
  mock.state.openNow = { isOpen: true, changesAtMs: null }
}
const toFoot = async (page: Page, t: Words) => {
  await toHours(page, t)
  await page.getByRole('button', { name: t('hours.addDate') }).scrollIntoViewIfNeeded()
}

export const hours: Screen[] = [
  { name: 'hours-none', path: portal, act: toHours, says: 'hours.useText' },
  { name: 'hours', path: portal, prepare: open, act: toHours, says: 'hours.openUntil' },
  { name: 'hours-closed', path: portal, prepare: closed(open, tonightMs()), act: toHours, says: 'hours.closedUntil' },
  { name: 'hours-closed-without-end', path: portal, prepare: closed(open, null), act: toHours, says: 'hours.closed' },
  { name: 'hours-full', path: portal, prepare: full, act: toHours, says: 'hours.open' },
  { name: 'hours-full-closed-dates', path: portal, prepare: full, act: toFoot, says: 'hours.closedDatesText' },
  {
    name: 'hours-wrong',
    path: portal,
    prepare: open,
    act: async (page, t) => {
      await toHours(page, t)
      await page.locator('input[type=time]').nth(1).fill('15:00')
      await page.locator('input[type=time]').nth(4).fill('')
      await page.getByRole('button', { name: t('common.save') }).click()
      await page.getByText(t('hours.wrong.missing')).scrollIntoViewIfNeeded()
    },
    says: 'hours.wrong.overlap',
  },
  {
    name: 'hours-closed-dates',
    path: portal,
    prepare: open,
    act: async (page, t) => {
      await toHours(page, t)
      await page.getByLabel(t('hours.dateField'), { exact: true }).fill('2026-12-25')
      await page.getByRole('button', { name: t('hours.addDate') }).click()
      await page.getByText(t('hours.date.taken')).scrollIntoViewIfNeeded()
    },
    says: 'hours.date.taken',
  },
  { name: 'automatic-off', path: portal, act: toMessages, says: 'automatic.greetingOn' },
  { name: 'automatic-away', path: portal, prepare: away, act: toMessages, says: 'automatic.sent' },
  { name: 'automatic-closed', path: portal, prepare: closed(away, tonightMs()), act: toMessages, says: 'automatic.now.closedUntil' },
  { name: 'automatic-closed-without-end', path: portal, prepare: closed(away, null), act: toMessages, says: 'automatic.now.closed' },
  {
    name: 'automatic-always',
    path: portal,
    prepare: (mock) => {
      away(mock)
      mock.state.automatic.away.when = 'always'
    },
    act: toMessages,
    says: 'automatic.now.always',
  },
  {
    name: 'automatic-without-hours',
    path: portal,
    act: async (page, t) => {
      await toMessages(page, t)
      await page.getByLabel(t('automatic.awayOn')).check()
      await page.getByRole('button', { name: t('common.save') }).click()
      await page.getByText(t('field.missing')).waitFor()
    },
    says: 'automatic.noHoursText',
  },
  {
    name: 'automatic-greeting',
    path: portal,
    prepare: ({ state }) => {
      state.automatic.greeting = { isOn: true, to: 'not_contacts', text: 'Bem-vindo à padaria, {nome}!' }
    },
    act: async (page, t) => {
      await toMessages(page, t)
      await page.getByText(t('automatic.phoneToo')).scrollIntoViewIfNeeded()
    },
    says: 'automatic.phoneToo',
  },
  {
    name: 'automatic-in-chat',
    path: portal,
    prepare: ({ state }) => {
      const chatId = state.chats.find(({ name }) => name === 'Marina Costa')?.id ?? ''
      const text = awayText.replace('{nome}', 'Marina Costa')
      state.sent.set('by itself', message(chatId, 1_000, true, text, Date.now(), { isAutomatic: true, status: 'delivered' }))
    },
    act: async (page) => {
      await page.getByRole('link', { name: /Marina Costa/ }).click()
      await page.getByRole('log').waitFor()
    },
    says: 'automatic.sent',
  },
]
