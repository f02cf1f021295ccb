// How a panel tells of what arrives while nobody looks, against the mock: the browser's notices and its sound are stood in
// for, because no test's browser shows or plays any.
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import type { BrowserContext, Page } from 'playwright-core'

import { MockSocket } from '../mock/socket'
import { Stage } from '../mock/stage'
import { type Chat, message, publicId, secret } from '../mock/world'
import { barriers } from '../support/browser'
import { desk, isWhole } from '../support/panel'
import { until } from '../support/programs'

const stage = Stage.set()

interface Heard {
  notices: { title: string; body: string; silent: boolean; press: () => void }[]
  sounds: number
}

/** Stands in for the browser's notices and counts its sounds. */
const listen = async (context: BrowserContext, permission: NotificationPermission) => {
  // What runs these files names the functions in them, by a function that a page does not have.
  await context.addInitScript('globalThis.__name = (named) => named')
  await context.addInitScript((first) => {
    const heard: Heard = { notices: [], sounds: 0 }
    class Notice {
      static permission = sessionStorage.getItem('permission') ?? first
      static requestPermission() {
        Notice.permission = 'granted'
        sessionStorage.setItem('permission', 'granted')
        return Promise.resolve('granted')
      }
      onclick: (() => void) | null = null
      constructor(title: string, { body = '', silent = false }: { body?: string; silent?: boolean }) {
        heard.notices.push({ title, body, silent, press: () => this.onclick?.() })
      }
      close() {}
    }
    const Sound = window.AudioContext
    class Counted extends Sound {
      constructor() {
        super()
        heard.sounds++
      }
    }
    Object.assign(window, { heard, Notification: Notice, AudioContext: Counted })
  }, permission)
}

async function openPanel(permission: NotificationPermission): Promise<{ page: Page; socket: MockSocket }> {
  const page = await stage.page(desk)
  await listen(page.context(), permission)
  const socket = await MockSocket.of(page.context())
  await openTab(page)
  return { page, socket }
}

async function openTab(page: Page): Promise<void> {
  await page.goto(`${stage.mock.url}/client/${publicId}#${secret}`)
  await page.getByRole('link', { name: /Marina Costa/ }).waitFor()
  await isWhole(page)
}

const toChat = (page: Page, name: RegExp) => page.getByRole('link', { name }).click()
const heard = (page: Page) =>
  page.evaluate(() => {
    const { notices, sounds } = (window as unknown as { heard: Heard }).heard
    return { notices: notices.map(({ title, body }) => `${title}: ${body}`), sounds }
  })
const hide = (page: Page, isHidden: boolean) =>
  page.evaluate(
    (state) => {
      Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => state })
      document.dispatchEvent(new Event('visibilitychange'))
    },
    isHidden ? 'hidden' : 'visible',
  )

let index = 0
/** Somebody writes in the chat with this name. */
async function write(socket: MockSocket, name: string, text: string, change: Partial<Chat> = {}, pages = 1): Promise<void> {
  const chat = stage.mock.state.chats.find((one) => one.name === name)
  assert.ok(chat)
  Object.assign(chat, change)
  const said = message(chat.id, 2_000 + index++, false, text, Date.now(), { senderName: 'Ana' })
  const now = { ...chat, unread: chat.unread + 1, lastMessage: said, lastActivityMs: said.placeMs, lastEventNumber: 1_000 + index }
  await socket.tell({ type: 'message.received', data: { message: said, chat: now } }, pages)
}

describe('a message in a chat that nobody looks at', () => {
  it('is told by name and words with one sound, and a press opens the chat', async () => {
    const { page, socket } = await openPanel('granted')
    await toChat(page, /Marina Costa/)
    await page.getByRole('log').waitFor()
    await write(socket, 'João Pereira', 'Chegou?')
    await write(socket, 'João Pereira', 'Alô?')
    await until('it is told', async () => (await heard(page)).notices.length > 0)
    assert.deepEqual(await heard(page), { notices: ['João Pereira: Alô?'], sounds: 1 })
    await page.evaluate(() => (window as unknown as { heard: Heard }).heard.notices[0]?.press())
    await page.getByRole('heading', { name: 'João Pereira' }).waitFor()
  })

  it('is not told where it is muted, nor in the chat that is open, until the page is hidden', async () => {
    const { page, socket } = await openPanel('granted')
    await toChat(page, /Marina Costa/)
    await page.getByRole('log').waitFor()
    await write(socket, 'Marina Costa', 'Ainda aí?')
    await write(socket, 'Família Souza', 'Alguém viu?')
    await write(socket, 'Condomínio Ipê', 'Aviso')
    await until('one is told', async () => (await heard(page)).notices.length > 0)
    assert.deepEqual((await heard(page)).notices, ['Condomínio Ipê: Aviso'])
    await hide(page, true)
    await write(socket, 'Marina Costa', 'Oi?')
    await until('it is told', async () => (await heard(page)).notices.length > 1)
    assert.deepEqual((await heard(page)).notices.slice(1), ['Marina Costa: Oi?'])
  })

  it('is told once, however many tabs are open, and in none where one of them shows the chat', async () => {
    const { page, socket } = await openPanel('granted')
    const other = await page.context().newPage()
    await openTab(other)
    await toChat(other, /Marina Costa/)
    await other.getByRole('log').waitFor()
    await write(socket, 'Marina Costa', 'Estou vendo', {}, 2)
    await write(socket, 'João Pereira', 'Chegou?', {}, 2)
    const both = async () => [...(await heard(page)).notices, ...(await heard(other)).notices]
    await until('it is told', async () => (await both()).length > 0)
    await write(socket, 'Condomínio Ipê', 'Aviso', {}, 2)
    await until('the next is told', async () => (await both()).length > 1)
    assert.deepEqual((await both()).sort(), ['Condomínio Ipê: Aviso', 'João Pereira: Chegou?'])
  })
})

describe('notices', () => {
  it('are offered after one was missed and not before, and asked for by a press', async () => {
    const { page, socket } = await openPanel('default')
    const offer = page.getByRole('region', { name: 'Avisos' })
    assert.equal(await offer.count(), 0)
    await hide(page, true)
    await write(socket, 'João Pereira', 'Chegou?')
    await offer.waitFor()
    await hide(page, false)
    assert.deepEqual(await barriers(page), [])
    assert.deepEqual((await heard(page)).notices, [])
    await offer.getByRole('button', { name: 'Avisar' }).click()
    await offer.waitFor({ state: 'detached' })
    await write(socket, 'João Pereira', 'Alô?')
    await until('it is told', async () => (await heard(page)).notices.length > 0)
  })

  it('are offered no more to whoever wants none', async () => {
    const { page, socket } = await openPanel('default')
    await hide(page, true)
    await write(socket, 'João Pereira', 'Chegou?')
    await page.getByRole('button', { name: 'Não, obrigado' }).click()
    await write(socket, 'João Pereira', 'Alô?')
    await page.getByText('Alô?').first().waitFor()
    assert.equal(await page.getByRole('region', { name: 'Avisos' }).count(), 0)
  })

  it('say only the name where that is chosen, and what the browser forbids is explained', async () => {
    const { page, socket } = await openPanel('granted')
    await page.getByRole('link', { name: 'Ajustes' }).click()
    await page.getByLabel('Só o nome').check()
    await page.getByLabel('Som').uncheck()
    await write(socket, 'João Pereira', 'Chegou?')
    await until('it is told', async () => (await heard(page)).notices.length > 0)
    assert.deepEqual(await heard(page), { notices: ['João Pereira: Nova mensagem'], sounds: 0 })
    await page.evaluate(() => {
      Object.assign(window.Notification, { permission: 'denied' })
      dispatchEvent(new Event('focus'))
    })
    await page.getByText('O navegador bloqueou os avisos desta página').waitFor()
    assert.deepEqual(await barriers(page), [])
  })
})
