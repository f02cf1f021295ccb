// What the customer sets of the account and of files, a group's picture, and people who are erased.
import type { Page } from 'playwright-core'

import { drawn } from '../mock/files'
import { erased } from '../mock/erasures'
import { exported, exporting } from '../mock/exports'
import { endpoint } from '../mock/push'
import type { Mock } from '../mock/server'
import { withoutPushes, withPushes } from '../support/pushes'
import { portal } from './links'
import { pattern, type Screen, type Words } from './see'

const toSettings = (page: Page, t: Words) => page.getByRole('link', { name: t('portal.settings') }).click()
/** The settings, with one of their parts at the top. */
const toPart = (title: string) => async (page: Page, t: Words) => {
  await toSettings(page, t)
  const part = page.getByRole('heading', { level: 2, name: t(title), exact: true })
  // What lies above it has its height once all of it was read.
  await page.getByText(t('room.messages'), { exact: true }).waitFor()
  await part.evaluate((heading) => heading.scrollIntoView())
}
const told = (failingSinceMs: number | null = null) => ({ endpoint, language: 'pt-BR' as const, showsText: true, failingSinceMs })
/** The notices among the settings, in a browser that can be told while the panel is closed. */
const toNotices =
  (given: Parameters<typeof withPushes>[1], act?: (page: Page, t: Words) => Promise<void>): Screen['act'] =>
  async (page, t) => {
    await withPushes(page, { hasNoWorker: true, ...given })
    await page.reload()
    await toPart('notices.title')(page, t)
    await act?.(page, t)
    await page.getByText(t('push.label')).evaluate((label) => label.scrollIntoView({ block: 'center' }))
  }
/** The same in a browser that cannot be told. */
const toNotTold =
  (why: Parameters<typeof withoutPushes>[1]): Screen['act'] =>
  async (page, t) => {
    await withoutPushes(page, why)
    await page.reload()
    await toPart('notices.title')(page, t)
  }
const testPush = (page: Page, t: Words) => page.getByRole('button', { name: t('push.test') }).click()
const togglePush = (page: Page, t: Words) => page.getByRole('checkbox', { name: t('push.label') }).click()
const toErase = async (page: Page, t: Words) => {
  await page.getByRole('link', { name: t('portal.contacts') }).click()
  await page.getByRole('searchbox', { name: t('contacts.search') }).fill('Marina Costa')
  await page.getByRole('link', { name: /Marina Costa/ }).click()
  await page.getByRole('button', { name: t('erase.open') }).click()
  await page.getByRole('dialog').waitFor()
}
const erase = async (page: Page, t: Words) => {
  await toErase(page, t)
  await page.getByRole('dialog').getByRole('textbox').fill(t('erase.word'))
  await page.keyboard.press('Enter')
}
const someErased = ({ state }: Mock) => {
  state.erasures = Array.from({ length: 5 }, (_, at) => erased(at, Date.UTC(2026, 9, 30, 15) - at * 9 * 86_400_000))
}
const toErasures = async (page: Page, t: Words) => {
  await toSettings(page, t)
  await page.getByRole('link', { name: t('erasures.see') }).click()
}

const toExports = async (page: Page, t: Words) => {
  await toSettings(page, t)
  await page.getByRole('link', { name: t('exports.open'), exact: true }).click()
}
const askedAt = Date.UTC(2026, 10, 29, 15)
const oneOnItsWay = ({ state }: Mock) => {
  state.exportsBy = 0
  state.exports = [exporting(askedAt, 12_400)]
}
/** One of each that is over. */
const someExported = ({ state }: Mock) => {
  const gone = { sizeBytes: null, keptUntilMs: null }
  const dayMs = 86_400_000
  state.exports = [
    exported(1, Date.now() - dayMs),
    exported(2, askedAt - dayMs, { ...gone, state: 'failed', failure: 'no_room' }),
    exported(3, askedAt - 2 * dayMs, { ...gone, state: 'outdated' }),
    exported(4, askedAt - 30 * dayMs, { ...gone, state: 'expired', hasMedia: false }),
  ]
}

export const account: Screen[] = [
  { name: 'account-seen', path: portal, act: toPart('seen.title'), says: 'seen.exceptText' },
  { name: 'account-downloads', path: portal, act: toPart('downloads.title'), says: 'downloads.largestHint' },
  {
    name: 'account-downloads-wrong',
    path: portal,
    act: async (page, t) => {
      await toPart('downloads.title')(page, t)
      await page.getByRole('checkbox', { name: t('kind.sticker') }).uncheck()
      await page.getByLabel(t('downloads.largest')).fill('64')
      await page.keyboard.press('Enter')
    },
    says: 'downloads.tooLarge',
  },
  {
    name: 'account-downloads-full',
    path: portal,
    prepare: ({ state }) => (state.mediaUsedBytes = 5_000_000_000),
    act: toPart('downloads.title'),
    says: 'downloads.fullText',
  },
  {
    name: 'account-downloads-none',
    path: portal,
    prepare: ({ state }) => (state.mediaPolicy = { ...state.mediaPolicy, kinds: [] }),
    act: toPart('downloads.title'),
    says: 'downloads.noneAllowed',
  },
  {
    name: 'account-density',
    path: portal,
    act: async (page, t) => {
      await toSettings(page, t)
      await page.getByText(t('preferences.compact'), { exact: true }).click()
      await page.getByText(t('preferences.densityText')).scrollIntoViewIfNeeded()
    },
    says: 'preferences.densityText',
  },
  {
    name: 'account-compact',
    path: portal,
    act: async (page, t) => {
      await toSettings(page, t)
      await page.getByText(t('preferences.compact'), { exact: true }).click()
      await page.getByRole('link', { name: t('portal.chats') }).click()
      await page.getByRole('link', { name: /Marina Costa/ }).click()
      await page.getByRole('log').waitFor()
    },
    says: /Continua o mesmo/,
  },
  {
    name: 'account-picture-uploading',
    path: portal,
    act: async (page, t, _look, mock) => {
      await toSettings(page, t)
      mock.state.holds = /uploads/
      const photo = { name: 'fachada.png', mimeType: 'image/png', buffer: drawn(600, 400) }
      await page.locator('input[type=file]').setInputFiles(photo)
    },
    says: 'picture.uploading',
  },
  {
    name: 'account-group-picture',
    path: portal,
    act: async (page, t) => {
      await page.getByRole('link', { name: /Família Souza/ }).click()
      await page.getByRole('button', { name: t('details.menu') }).click()
      await page.getByRole('menuitem', { name: t('details.open') }).click()
      await page.getByRole('button', { name: t('group.pane.words') }).click()
      const photo = { name: 'salão.png', mimeType: 'image/png', buffer: drawn(600, 400) }
      await page.getByRole('dialog').locator('input[type=file]').setInputFiles(photo)
      await page.getByRole('button', { name: t('picture.remove') }).waitFor()
    },
    says: 'group.pictureHint',
  },
  { name: 'account-push-off', path: portal, act: toNotices({}), says: 'push.text' },
  {
    name: 'account-push-tested',
    path: portal,
    prepare: ({ state }) => void (state.push = told()),
    act: toNotices({ isHeld: true }, testPush),
    says: 'push.testedText.taken',
  },
  {
    name: 'account-push-failing',
    path: portal,
    prepare: ({ state }) => void (state.push = told(Date.now() - 3_600_000)),
    act: toNotices({ isHeld: true }),
    says: 'push.failing',
  },
  {
    name: 'account-push-test-refused',
    path: portal,
    prepare: ({ state }) => {
      state.push = told()
      state.pushTested = { outcome: 'refused', status: 403 }
    },
    act: toNotices({ isHeld: true }, testPush),
    says: 'push.tested.refused',
  },
  {
    name: 'account-push-lost',
    path: portal,
    prepare: ({ state }) => void (state.push = told()),
    act: toNotices({}),
    says: 'push.lostText',
  },
  { name: 'account-push-refused', path: portal, act: toNotices({ answers: false }, togglePush), says: 'push.refused.service' },
  { name: 'account-push-blocked', path: portal, act: toNotTold('blocked'), says: 'notifying.deniedText' },
  { name: 'account-push-home-screen', path: portal, act: toNotTold('home_screen'), says: 'push.wayText.home_screen' },
  { name: 'account-erase', path: portal, act: toErase, says: 'erase.stays' },
  {
    name: 'account-erasing',
    path: portal,
    act: async (page, t, _look, mock) => {
      mock.state.erasesBy = 0
      await erase(page, t)
      await page.getByRole('progressbar').waitFor()
      for (const one of mock.state.erasures) Object.assign(one, { percent: 64, askedAtMs: Date.now() - 3_600_000 })
    },
    says: 'erasures.slow',
  },
  { name: 'account-erased', path: portal, act: erase, says: 'erasures.partyText' },
  { name: 'account-erasures', path: portal, prepare: someErased, act: toErasures, says: 'erasures.erasedOn' },
  { name: 'account-erasures-none', path: portal, act: toErasures, says: 'erasures.noneText' },
  { name: 'account-exports-none', path: portal, act: toExports, says: 'exports.begin' },
  { name: 'account-exports-making', path: portal, prepare: oneOnItsWay, act: toExports, says: 'exports.goesOn' },
  { name: 'account-exports', path: portal, prepare: someExported, act: toExports, says: 'exportFailure.no_room' },
  {
    name: 'account-exports-remove',
    path: portal,
    prepare: someExported,
    act: async (page, t) => {
      await toExports(page, t)
      await page
        .getByRole('button', { name: pattern(t('exports.removeOf')) })
        .first()
        .click()
    },
    says: 'exports.removeText',
  },
  {
    name: 'account-later-unread',
    path: portal,
    act: async (page, t, look, mock) => {
      await page.getByRole('link', { name: /Marina Costa/ }).click()
      await page.getByRole('textbox', { name: t('conversation.write'), exact: true }).fill('Lista de preços')
      await page.getByRole('button', { name: t('attach.open') }).click()
      await page.getByRole('menuitem', { name: t('later.open') }).click()
      await page.getByRole('dialog').getByText(t('later.choice.tomorrow')).click()
      await page.getByRole('group', { name: t('later.group') }).waitFor()
      await page.reload()
      if (look.isPhone) await page.getByRole('button', { name: t('conversation.back') }).click()
      await toSettings(page, t)
      mock.state.loses = /\/chats\//
      await page.getByRole('link', { name: t('later.see') }).click()
    },
    says: 'later.unread',
  },
]
