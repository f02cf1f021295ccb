// The dialogs of a tenant's webhooks.
import type { Page } from 'playwright-core'

import type { Mock } from '../mock/server'
import { setWebhooks } from '../mock/webhooks'
import { cancel, close, type DialogCase, press, send } from './dialog-case'

const toWebhooks = async (page: Page, mock: Mock) => {
  setWebhooks(mock.state, Date.now())
  await page.getByRole('link', { name: 'Ajustes' }).click()
  await page.getByRole('link', { name: 'Ver webhooks' }).click()
}
const toWebhook = async (page: Page, mock: Mock) => {
  await toWebhooks(page, mock)
  await page.getByRole('link', { name: /n8n/ }).click()
}
const onWebhook = (item: string) => async (page: Page, mock: Mock) => {
  await toWebhook(page, mock)
  await press(page, 'Mais ações do webhook')
  await page.getByRole('menuitem', { name: item }).click()
}
const countAgain = async (page: Page, mock: Mock) => {
  await toWebhook(page, mock)
  await press(page, 'Reenviar vários')
  await press(page, 'Ver quantos são')
  await page
    .getByRole('dialog')
    .getByText(/^Reenviar \d+ avisos/)
    .waitFor()
}

export const webhooks: DialogCase[] = [
  {
    source: 'features/webhooks/WebhookDialog.tsx',
    name: 'a new webhook',
    open: async (page, mock) => {
      await toWebhooks(page, mock)
      await press(page, 'Novo webhook')
    },
    first: { field: 'Endereço' },
  },
  {
    source: 'features/webhooks/WebhookDialog.tsx',
    name: 'a new webhook’s secret',
    open: async (page, mock) => {
      await toWebhooks(page, mock)
      await press(page, 'Novo webhook')
      await send(page, 'https://n8n.example/webhook', 'Webhook criado')
    },
    first: { button: 'Copiar segredo' },
  },
  {
    source: 'features/webhooks/TestDialog.tsx',
    name: 'a webhook is tested',
    open: async (page, mock) => {
      await toWebhook(page, mock)
      await press(page, 'Testar')
    },
    first: close,
  },
  {
    source: 'features/webhooks/RotateDialog.tsx',
    name: 'a webhook gets another secret',
    open: onWebhook('Trocar segredo'),
    first: cancel,
  },
  {
    source: 'features/webhooks/RotateDialog.tsx',
    name: 'a webhook’s other secret',
    open: async (page, mock) => {
      await onWebhook('Trocar segredo')(page, mock)
      await page.getByRole('dialog').getByRole('button', { name: 'Trocar segredo' }).click()
      await page.getByText('Segredo trocado').waitFor()
    },
    first: { button: 'Copiar segredo' },
  },
  {
    source: 'features/webhooks/WebhookPane.tsx',
    name: 'a webhook is taken away',
    open: onWebhook('Apagar webhook'),
    first: cancel,
  },
  {
    source: 'features/webhooks/DeliveryDialog.tsx',
    name: 'a delivery is looked at',
    open: async (page, mock) => {
      await toWebhook(page, mock)
      await page.getByRole('list', { name: 'Envios' }).getByRole('button').first().click()
    },
    first: close,
  },
  {
    source: 'features/webhooks/SendAgainDialog.tsx',
    name: 'which deliveries are sent again',
    open: async (page, mock) => {
      await toWebhook(page, mock)
      await press(page, 'Reenviar vários')
    },
    first: { button: 'Ver quantos são' },
  },
  {
    source: 'features/webhooks/SendAgainDialog.tsx',
    name: 'how many deliveries are sent again',
    open: countAgain,
    first: { button: 'Voltar' },
  },
  {
    source: 'features/webhooks/SendAgainDialog.tsx',
    name: 'deliveries were sent again',
    open: async (page, mock) => {
      await countAgain(page, mock)
      await page.getByRole('dialog').getByRole('button', { name: 'Reenviar' }).click()
      await page.getByText(/avisos estão na fila/).waitFor()
    },
    first: { button: 'Concluir' },
  },
]
