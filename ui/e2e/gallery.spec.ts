// Every screen in both themes, on a desk and on a phone, against the mock. The pictures are kept in test-results
// to be looked at; what is asserted is that each screen says what it should and that the page's policy refused nothing.
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'

import type { Browser, Page } from 'playwright-core'

import { type Mock, startMock } from './mock/server'
import { publicId, secret, type Session, sessions } from './mock/world'
import { barriers, complaints, launch, type Look, looks, open, picture } from './support/browser'

let browser: Browser
let mock: Mock
before(async () => {
  browser = await launch()
})
after(async () => browser.close())

interface Screen {
  name: string
  path?: string
  prepare?: (mock: Mock) => void
  act?: (page: Page, look: Look) => Promise<void>
  /** What must be there to be seen, in Portuguese and in English. */
  says: [RegExp, RegExp]
}

const portal = `/client/${publicId}#${secret}`
const inStatus =
  (status: Session['status'], isLinked: boolean, change: Partial<Session> = {}) =>
  (mock: Mock) => {
    mock.state.session = { ...sessions(Date.now())[status], ...change }
    if (!isLinked) mock.state.account = null
  }
const openChat = async (page: Page) => {
  await page.getByRole('link', { name: /Marina Costa/ }).click()
  await page.getByRole('log').waitFor()
}

const screens: Screen[] = [
  { name: 'admin-login', prepare: (mock) => (mock.state.isLoggedIn = false), says: [/Entrar na Portaria/, /Log in to Portaria/] },
  { name: 'admin-tenants', says: [/Aguardando leitura do QR/, /Waiting for the scan/] },
  { name: 'admin-empty', prepare: (mock) => (mock.state.tenants = []), says: [/Seus clientes aparecem aqui/, /Your clients appear here/] },
  { name: 'admin-waiting', prepare: (mock) => (mock.state.holds = /tenants|overview/), says: [/Clientes/, /Clients/] },
  {
    name: 'admin-pill',
    act: async (page) => page.locator('[data-status=reconnecting]').click(),
    says: [/A conexão com o WhatsApp caiu/, /The connection to WhatsApp broke/],
  },
  {
    name: 'admin-new',
    act: async (page) => {
      await page.getByRole('button', { name: /Criar novo cliente|Create new client/ }).click()
      await page.getByRole('button', { name: /Criar e gerar|Create and get/ }).click()
    },
    says: [/Preencha este campo/, /Fill in this field/],
  },
  {
    name: 'admin-created',
    act: async (page) => {
      await page.getByRole('button', { name: /Criar novo cliente|Create new client/ }).click()
      await page.getByLabel(/Nome do cliente|Client's name/).fill('Padaria Sol')
      await page.getByRole('button', { name: /Criar e gerar|Create and get/ }).click()
      await page.getByRole('button', { name: /QR do link|QR of the link/ }).click()
    },
    says: [/link pronto/, /link ready/],
  },
  {
    name: 'admin-tenant',
    act: async (page) => page.getByRole('link', { name: 'Clínica Vida' }).click(),
    says: [/Link de acesso/, /Access link/],
  },
  {
    name: 'admin-rotate',
    act: async (page) => {
      await page.getByRole('link', { name: 'Clínica Vida' }).click()
      await page.getByRole('button', { name: /Mais ações do link|More link actions/ }).click()
      await page.getByRole('menuitem', { name: /Trocar link|Replace link/ }).click()
    },
    says: [/Trocar o link de Clínica Vida\?/, /Replace the link of Clínica Vida\?/],
  },
  { name: 'admin-settings', path: '/settings', says: [/Endereço público/, /Public address/] },
  {
    name: 'portal-opening',
    path: portal,
    prepare: (mock) => (mock.state.holds = /login/),
    says: [/Abrindo seu painel/, /Opening your panel/],
  },
  {
    name: 'portal-preparing',
    path: portal,
    prepare: inStatus('starting', false),
    act: toQr,
    says: [/Preparando o código/, /Preparing the code/],
  },
  { name: 'portal-qr', path: portal, prepare: inStatus('pairing', false), act: toQr, says: [/Novo código em \d+ s/, /New code in \d+ s/] },
  {
    name: 'portal-code',
    path: portal,
    prepare: inStatus('pairing', false),
    act: async (page) => {
      await toCode(page)
      await page.getByLabel(/Número do WhatsApp|WhatsApp number/).fill('+55 11 90000-0001')
      await page.getByRole('button', { name: /Gerar código|Get the code/ }).click()
    },
    says: [/Copiar código/, /Copy code/],
  },
  { name: 'portal-code-first', path: portal, prepare: inStatus('pairing', false), act: toCode, says: [/Gerar código/, /Get the code/] },
  {
    name: 'portal-expired',
    path: portal,
    prepare: inStatus('stopped', false, { cause: 'qr_expired', action: 'new_code' }),
    says: [/O código venceu/, /The code has run out/],
  },
  {
    name: 'portal-confirming',
    path: portal,
    prepare: inStatus('confirming', false),
    says: [/Confirmando no celular/, /Confirming on the phone/],
  },
  { name: 'portal-syncing', path: portal, prepare: inStatus('syncing', false), says: [/Sincronizando conversas/, /Syncing chats/] },
  {
    name: 'portal-connected',
    path: portal,
    prepare: inStatus('syncing', false),
    act: async (page) => {
      await page.getByText(/Sincronizando conversas|Syncing chats/).waitFor()
      mock.state.account = { pn: '5511900000001@s.whatsapp.net', lid: '100000000000001@lid', pushName: 'Padaria Sol' }
      mock.state.session = sessions(Date.now()).connected
    },
    says: [/Seu WhatsApp está conectado/, /Your WhatsApp is connected/],
  },
  { name: 'portal-failed', path: portal, prepare: inStatus('failed', false), says: [/chave de acesso/, /passkey/] },
  { name: 'portal-unlinked', path: portal, prepare: inStatus('logged_out', false), says: [/Celular desconectado/, /Phone disconnected/] },
  { name: 'portal-paused', path: portal, prepare: inStatus('paused', false), says: [/Conexão pausada/, /Connection paused/] },
  { name: 'portal-invalid', path: `/client/${publicId}#wrong`, says: [/Este link não abre/, /This link does not open/] },
  { name: 'panel-chats', path: portal, says: [/Marina Costa/, /Marina Costa/] },
  {
    name: 'panel-empty',
    path: portal,
    prepare: (mock) => (mock.state.chats = []),
    says: [/Suas conversas aparecem aqui/, /Your chats appear here/],
  },
  { name: 'panel-conversation', path: portal, act: openChat, says: [/mensagens não lidas/, /unread messages/] },
  {
    name: 'panel-unsent',
    path: portal,
    act: async (page) => {
      await openChat(page)
      await page.getByRole('textbox', { name: /^Mensagem$|^Message$/ }).fill('Pode ser às 15h?')
      await page.keyboard.press('Enter')
    },
    says: [/Não saiu daqui/, /It has not left/],
  },
  {
    name: 'panel-new-chat',
    path: portal,
    act: async (page) => page.getByRole('button', { name: /Nova conversa|New chat/ }).click(),
    says: [/Número com DDD/, /Number with area code/],
  },
  {
    name: 'panel-reconnecting',
    path: portal,
    prepare: inStatus('reconnecting', true),
    says: [/Sem conexão, tentando de novo/, /Offline, retrying/],
  },
  { name: 'panel-replaced', path: portal, prepare: inStatus('replaced', true), says: [/Aberto em outro lugar/, /Opened elsewhere/] },
  {
    name: 'panel-settings',
    path: portal,
    act: async (page) => page.getByRole('link', { name: /Ajustes|Settings/ }).click(),
    says: [/Desconectar o celular/, /Disconnect the phone/],
  },
]

/** On a desk the QR stands first, on a phone the code. */
async function toQr(page: Page, look: Look): Promise<void> {
  if (look.isPhone) await page.getByRole('button', { name: /Conectar com o QR|Connect with the QR/ }).click()
}
async function toCode(page: Page): Promise<void> {
  const toCode = page.getByRole('button', { name: /Conectar com um código|Connect with a code/ })
  const form = page.getByLabel(/Número do WhatsApp|WhatsApp number/)
  await toCode.or(form).first().waitFor()
  if (await toCode.isVisible()) await toCode.click()
}

const only = process.env.SCREENS?.split(',')

for (const look of looks) {
  describe(look.name, () => {
    for (const screen of screens.filter(({ name }) => only?.includes(name) ?? true)) {
      it(screen.name, async () => {
        mock = await startMock()
        screen.prepare?.(mock)
        const context = await open(browser, look)
        try {
          const page = await context.newPage()
          const heard = complaints(page)
          await page.goto(mock.url + (screen.path ?? '/'))
          await screen.act?.(page, look)
          await page
            .getByText(look.language === 'pt-BR' ? screen.says[0] : screen.says[1])
            .filter({ visible: true })
            .first()
            .waitFor({ timeout: 20_000 })
          await picture(page, `${screen.name}-${look.name}`)
          assert.deepEqual(await barriers(page), [], 'somebody cannot use it')
          assert.deepEqual(heard, [], 'the page complained')
          const isTooWide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth)
          assert.equal(isTooWide, false, 'the page is wider than the screen')
        } finally {
          await context.close()
          await mock.stop()
        }
      })
    }
  })
}
