// The keys of the customer's programs.
import type { Page } from 'playwright-core'

import { manyKeys, shopKeys } from '../mock/api-keys'
import type { Mock } from '../mock/server'
import { portal } from './links'
import type { Screen, Words } from './see'

const some = ({ state }: Mock) => {
  state.shopKeys = shopKeys(Date.now())
}
const toList = async (page: Page, t: Words) => {
  await page.getByRole('link', { name: t('portal.settings') }).click()
  await page.getByRole('link', { name: t('programKeys.see') }).click()
}
const toForm = async (page: Page, t: Words) => {
  await toList(page, t)
  await page.getByRole('button', { name: t('apiKeys.new') }).click()
  await page.getByLabel(t('apiKeys.label')).fill('Painel da TV')
}
const scope = (page: Page, t: Words, name: string) => page.getByRole('checkbox', { name: new RegExp(`^${t(`apiKeys.scope.${name}`)} `) })
const create = (page: Page, t: Words) => page.getByRole('button', { name: t('apiKeys.create'), exact: true }).click()

export const apiKeys: Screen[] = [
  { name: 'api-keys', path: portal, prepare: some, act: toList, says: 'apiKeys.given.first' },
  { name: 'api-keys-none', path: portal, act: toList, says: 'apiKeys.none' },
  {
    name: 'api-keys-full',
    path: portal,
    prepare: ({ state }) => {
      state.shopKeys = manyKeys(100)
    },
    act: toList,
    says: /Programa 100/,
  },
  { name: 'api-key-new', path: portal, act: toForm, says: 'apiKeys.addressesHint' },
  {
    name: 'api-key-wrong',
    path: portal,
    act: async (page, t) => {
      await toForm(page, t)
      await page.getByText(t('apiKeys.preset.own'), { exact: true }).click()
      await scope(page, t, 'read').uncheck()
      await scope(page, t, 'media').uncheck()
      await page.getByText(t('apiKeys.end.date')).click()
      await create(page, t)
      await page.getByText(t('apiKeys.scopesMissing')).waitFor()
      await scope(page, t, 'read').check()
      await page.getByLabel(t('apiKeys.day')).fill('2099-12-24')
      await page.getByLabel(t('apiKeys.addresses')).fill('203.0.113.7\nloja.example.com\n10.0.0.0/8\n10.0.0')
      await create(page, t)
    },
    says: 'apiKeys.addressesInvalid_other',
  },
  {
    name: 'api-key-made',
    path: portal,
    act: async (page, t) => {
      await toForm(page, t)
      await page.getByText(t('apiKeys.preset.read'), { exact: true }).click()
      await page.getByText(t('apiKeys.end.quarter')).click()
      await create(page, t)
    },
    says: 'apiKeys.once',
  },
]
