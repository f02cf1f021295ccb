// Where the customer's programs are told what happens.
import type { Page } from 'playwright-core'

import type { Mock } from '../mock/server'
import { manyDeliveries, refused, setWebhooks, someWebhooks } from '../mock/webhooks'
import { portal } from './links'
import type { Screen, Words } from './see'

const some = ({ state }: Mock) => setWebhooks(state, Date.now())
const toList = async (page: Page, t: Words) => {
  await page.getByRole('link', { name: t('portal.settings') }).click()
  await page.getByRole('link', { name: t('webhooks.see') }).click()
}
const toOne = (address: RegExp) => async (page: Page, t: Words) => {
  await toList(page, t)
  await page.getByRole('link', { name: address }).click()
  await page.getByRole('heading', { level: 1, name: address }).waitFor()
}
const n8n = toOne(/n8n/)
const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click()
const toForm = async (page: Page, t: Words) => {
  await toList(page, t)
  await press(page, t('webhooks.new'))
  await page.getByRole('dialog').waitFor()
}
const toTest = async (page: Page, t: Words) => {
  await n8n(page, t)
  await press(page, t('webhooks.test'))
}
const toAgain = async (page: Page, t: Words) => {
  await n8n(page, t)
  await press(page, t('sendAgain.open'))
}
const toSpan = async (page: Page, t: Words) => {
  await toAgain(page, t)
  await page.getByRole('dialog').getByText(t('sendAgain.span')).click()
}

export const webhooks: Screen[] = [
  { name: 'webhooks', path: portal, prepare: some, act: toList, says: 'webhooks.waiting_other' },
  { name: 'webhooks-none', path: portal, act: toList, says: 'webhooks.emptyText' },
  {
    name: 'webhooks-full',
    path: portal,
    prepare: (mock) => {
      some(mock)
      mock.state.webhooks = [1, 2, 3]
        .flatMap((at) => someWebhooks(Date.now()).map((one) => ({ ...one, id: `${one.id}${at}` })))
        .slice(0, 10)
    },
    act: toList,
    says: 'webhooks.noneYet',
  },
  {
    name: 'webhook-new',
    path: portal,
    act: async (page, t) => {
      await toForm(page, t)
      await page.getByLabel(t('webhookForm.url')).fill('http://n8n.padaria-sol.example/webhook/pedidos')
      await page.getByText(t('webhookForm.some')).click()
      await page.getByRole('checkbox', { name: t('webhookGroup.messages'), exact: true }).check()
      await page.getByRole('checkbox', { name: 'message.updated' }).uncheck()
    },
    says: 'webhookForm.httpText',
  },
  {
    name: 'webhook-wrong',
    path: portal,
    act: async (page, t) => {
      await toForm(page, t)
      await page.getByLabel(t('webhookForm.url')).fill('https://192.168.0.20/webhook')
      for (const [name, value] of [
        ['Host', 'loja'],
        ['X-Loja', '12'],
        ['x-loja', '13'],
      ]) {
        await press(page, t('webhookForm.headerAdd'))
        const last = page.getByRole('dialog').locator('li').last().getByRole('textbox')
        await last.first().fill(name ?? '')
        await last.last().fill(value ?? '')
      }
      await press(page, t('webhookForm.submit'))
    },
    says: 'webhookForm.headerTwice',
  },
  {
    name: 'webhook-made',
    path: portal,
    act: async (page, t) => {
      await toForm(page, t)
      await page.getByLabel(t('webhookForm.url')).fill('https://n8n.padaria-sol.example/webhook/pedidos')
      await press(page, t('webhookForm.submit'))
    },
    says: 'webhookSecret.once',
  },
  { name: 'webhook-one', path: portal, prepare: some, act: n8n, says: 'deliveries.delivered' },
  {
    name: 'webhook-change',
    path: portal,
    prepare: some,
    act: async (page, t) => {
      await n8n(page, t)
      await press(page, t('webhooks.changeShort'))
    },
    says: 'webhookForm.headersKept',
  },
  {
    name: 'webhook-headers',
    path: portal,
    prepare: some,
    act: async (page, t) => {
      await n8n(page, t)
      await press(page, t('webhooks.changeShort'))
      await press(page, t('webhookForm.headersAnew'))
      await press(page, t('common.save'))
    },
    says: 'field.missing',
  },
  { name: 'webhook-failing', path: portal, prepare: some, act: toOne(/typebot/), says: 'webhooks.failingText' },
  { name: 'webhook-paused', path: portal, prepare: some, act: toOne(/crm/), says: 'delivery.afterPause' },
  { name: 'webhook-disabled', path: portal, prepare: some, act: toOne(/antigo/), says: 'deliveries.noneText' },
  {
    name: 'webhook-tested',
    path: portal,
    prepare: some,
    act: toTest,
    says: /Workflow was started/,
  },
  {
    name: 'webhook-test-failed',
    path: portal,
    prepare: (mock) => {
      some(mock)
      mock.state.testAnswer = { ...refused, status: 404, answer: '{"code":404,"message":"The requested webhook is not registered."}' }
    },
    act: toTest,
    says: 'attemptAdvice.address',
  },
  {
    name: 'webhook-rotated',
    path: portal,
    prepare: some,
    act: async (page, t) => {
      await n8n(page, t)
      await press(page, t('webhooks.more'))
      await page.getByRole('menuitem', { name: t('webhookSecret.rotate') }).click()
      await page
        .getByRole('dialog')
        .getByRole('button', { name: t('webhookSecret.rotate') })
        .click()
      await page.getByRole('dialog').getByText(t('webhookSecret.once')).waitFor()
    },
    says: 'webhookSecret.bothUntil',
  },
  {
    name: 'webhook-delivery',
    path: portal,
    prepare: some,
    act: async (page, t) => {
      await n8n(page, t)
      await page.getByText(t('deliveries.failed'), { exact: true }).click()
      await page
        .getByRole('list', { name: t('deliveries.title') })
        .getByRole('button')
        .first()
        .click()
    },
    says: /pão<\/b>/,
  },
  { name: 'webhook-again', path: portal, prepare: some, act: toSpan, says: 'sendAgain.spanText' },
  {
    name: 'webhook-again-wrong',
    path: portal,
    prepare: some,
    act: async (page, t) => {
      await toSpan(page, t)
      await press(page, t('sendAgain.count'))
    },
    says: 'field.missing',
  },
  {
    name: 'webhook-again-ask',
    path: portal,
    prepare: some,
    act: async (page, t) => {
      await toAgain(page, t)
      await press(page, t('sendAgain.count'))
    },
    says: 'sendAgain.text',
  },
  {
    name: 'webhook-many',
    path: portal,
    prepare: (mock) => {
      some(mock)
      const first = mock.state.webhooks[0]
      if (first) mock.state.deliveries.set(first.id, manyDeliveries(1, 10_000, Date.now()))
    },
    act: async (page, t) => {
      await n8n(page, t)
      const list = page.getByRole('list', { name: t('deliveries.title') })
      await list.getByRole('button').first().waitFor()
      await list.evaluate((rows) => rows.parentElement?.scrollTo(0, 1_500))
    },
    says: 'delivery.attempts_one',
  },
]
