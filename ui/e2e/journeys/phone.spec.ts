// The phone page, for people without a phone: what the demo promises is done on it by hand, by role and name.
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'

import { PNG } from 'pngjs'

import type { Browser, Page } from 'playwright-core'

import { barriers, complaints, launch, type Look, open, picture } from '../support/browser'
import { type PhoneMessage, startWorld, until, type World } from '../support/programs'
import { askForCode, createTenant, readQr } from '../support/steps'

const desk: Look = { name: 'desktop', isPhone: false, theme: 'light', language: 'pt-BR' }
/** Invented. */
const shop = { name: 'Padaria Sol', number: '5511900005101' }
const customer = { name: 'Marina Costa', number: '5511900005102' }

let browser: Browser
let world: World
let portal: Page
let admin: Page
before(async () => {
  browser = await launch()
  world = await startWorld()
})
after(async () => {
  await browser.close()
  await world.stop()
})

async function openPhone(look: Look): Promise<Page> {
  const page = await (await open(browser, look)).newPage()
  await page.goto(world.phonePageUrl)
  return page
}

async function createPhone(page: Page, { name, number }: typeof shop): Promise<void> {
  await page.getByRole('button', { name: 'Novo telefone' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Nome').fill(name)
  await dialog.getByLabel('Número com país e DDD').fill(number)
  await dialog.getByRole('button', { name: 'Criar telefone' }).click()
  await page.getByRole('heading', { name, level: 2 }).waitFor()
}

/** A picture of its own for each shade. */
function drawn(shade: number): Buffer {
  const picture = new PNG({ width: 160, height: 120 })
  picture.data.forEach((_, at) => (picture.data[at] = at % 4 === 3 ? 255 : (at * shade) % 256))
  return PNG.sync.write(picture)
}

/** Picks files by the page's own button, as a person does. */
async function attach(page: Page, ...files: { name: string; mimeType: string; buffer: Buffer }[]): Promise<void> {
  const chooser = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: 'Anexar arquivo' }).click()
  await (await chooser).setFiles(files)
}

/** Opens the menu of the newest message that says `what`. */
async function menuOf(page: Page, what: string): Promise<void> {
  const more = page.getByRole('button', { name: `Ações: ${what}` }).last()
  await more.focus()
  await page.keyboard.press('Enter')
  await page.getByRole('dialog', { name: 'Ações da mensagem' }).waitFor()
}

/** Drops a picture onto the page, as from the folder of screenshots. */
async function drop(page: Page, picture: Buffer): Promise<void> {
  const transfer = await page.evaluateHandle((bytes) => {
    const transfer = new DataTransfer()
    transfer.items.add(new File([Uint8Array.from(bytes)], 'captura.png', { type: 'image/png' }))
    return transfer
  }, Array.from(picture))
  for (const kind of ['dragover', 'drop']) await page.dispatchEvent('main', kind, { dataTransfer: transfer })
}

describe('the phone page', () => {
  let phone: Page
  let heard: string[]
  before(async () => {
    phone = await openPhone(desk)
    heard = complaints(phone)
  })

  it('makes phones', async () => {
    await createPhone(phone, customer)
    await createPhone(phone, shop)
    assert.deepEqual(await barriers(phone), [])
  })

  it('links by a dropped picture of the code', async () => {
    admin = await (await open(browser, desk)).newPage()
    await admin.goto(world.loginUrl)
    const link = await createTenant(admin, shop.name)
    portal = await (await open(browser, desk)).newPage()
    await portal.goto(link)
    await portal.getByRole('img', { name: /Código QR/ }).waitFor()

    await phone.getByRole('link', { name: /Dispositivos conectados/ }).click()
    await phone.getByRole('link', { name: 'Conectar dispositivo' }).click()
    await drop(phone, await portal.screenshot())
    await portal.getByRole('heading', { name: 'Conectado' }).waitFor()
    await phone.getByRole('button', { name: /^Desconectar: / }).waitFor()
    await picture(phone, 'phone-devices')
    assert.deepEqual(await barriers(phone), [])
  })

  it('chats: what it writes arrives in the portal, and the answer on the phone', async () => {
    await phone
      .getByRole('navigation')
      .getByRole('link', { name: new RegExp(customer.name) })
      .click()
    await phone.getByRole('link', { name: 'Nova conversa' }).click()
    await phone
      .getByRole('main')
      .getByRole('link', { name: new RegExp(shop.name) })
      .click()
    await phone.getByRole('textbox', { name: /^Mensagem/ }).fill('Têm pão de queijo?')
    await phone.getByRole('button', { name: 'Enviar' }).click()
    await phone.getByRole('log').getByText('Têm pão de queijo?').waitFor()

    await portal.getByRole('link', { name: /Têm pão de queijo/ }).click()
    await portal.getByRole('textbox', { name: 'Mensagem' }).fill('Saindo do forno!')
    await portal.keyboard.press('Enter')
    await phone.getByRole('log').getByText('Saindo do forno!').waitFor()
    await phone.getByRole('log').getByText('lida').waitFor()
    await picture(phone, 'phone-chat')
    assert.deepEqual(await barriers(phone), [])
  })

  /** The newest line of the customer's chat as the shop's phone has it, once it is as wanted. */
  const shopHas = (what: string, wanted: (line: PhoneMessage) => boolean) =>
    until(what, async () => (await world.phones.chat(shop.number, customer.number)).findLast(wanted))

  it('sends a picture with words, and shows it', async () => {
    await phone.goto(`${world.phonePageUrl}#/${customer.number}/chat/${shop.number}`)
    await attach(phone, { name: 'bolo.png', mimeType: 'image/png', buffer: drawn(3) })
    await phone.getByRole('group', { name: 'Arquivos para enviar' }).getByText('bolo.png').waitFor()
    assert.deepEqual(await barriers(phone), [])
    await phone.getByRole('textbox', { name: /^Mensagem/ }).fill('Um bolo assim')
    await phone.getByRole('button', { name: 'Enviar' }).click()
    const image = phone.getByRole('log').getByRole('img', { name: 'Um bolo assim' })
    await image.waitFor()
    assert.equal(await image.evaluate((image: HTMLImageElement) => image.decode().then(() => image.naturalWidth)), 160)
    const line = await shopHas('the picture', ({ content }) => content.kind === 'image')
    assert.deepEqual([line.text, line.content.file?.bytes], ['Um bolo assim', drawn(3).length])
    await phone.getByRole('button', { name: 'Abrir: Um bolo assim' }).click()
    await phone.getByRole('dialog', { name: 'Visualização' }).getByRole('img').waitFor()
    assert.deepEqual(await barriers(phone), [])
    await phone.keyboard.press('Escape')
  })

  it('takes a pasted picture and a dropped document', async () => {
    await phone.getByRole('textbox', { name: /^Mensagem/ }).evaluate(
      (field, bytes) => {
        const clipboardData = new DataTransfer()
        clipboardData.items.add(new File([Uint8Array.from(bytes)], 'colada.png', { type: 'image/png' }))
        field.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
      },
      Array.from(drawn(5)),
    )
    await phone.getByText('colada.png').waitFor()
    const list = await phone.evaluateHandle(() => {
      const transfer = new DataTransfer()
      transfer.items.add(new File(['dois bolos'], 'pedido.txt', { type: 'text/plain' }))
      return transfer
    })
    await phone.dispatchEvent('.talk', 'drop', { dataTransfer: list })
    await phone.getByText('pedido.txt').waitFor()
    await phone.getByRole('button', { name: 'Tirar colada.png' }).click()
    await phone.getByRole('button', { name: 'Enviar' }).click()
    const download = phone.waitForEvent('download')
    await phone
      .getByRole('log')
      .getByRole('link', { name: /pedido\.txt/ })
      .click()
    assert.equal((await download).suggestedFilename(), 'pedido.txt')
    const line = await shopHas('the document', ({ content }) => content.kind === 'document')
    assert.equal(line.content.name, 'pedido.txt')
  })

  it('sends a film, which plays', async () => {
    const film = await phone.evaluate(async () => {
      const canvas = Object.assign(document.createElement('canvas'), { width: 320, height: 240 })
      const pen = canvas.getContext('2d')
      const recorder = new MediaRecorder(canvas.captureStream(), { mimeType: 'video/webm' })
      const pieces: Blob[] = []
      recorder.ondataavailable = ({ data }) => pieces.push(data)
      const ended = new Promise((resolve) => (recorder.onstop = resolve))
      recorder.start()
      for (let at = 0; at < 12; at += 1) {
        pen?.fillRect(at * 20, at * 10, 40, 40)
        await new Promise(requestAnimationFrame)
      }
      recorder.stop()
      await ended
      return Array.from(new Uint8Array(await new Blob(pieces).arrayBuffer()))
    })
    await attach(phone, { name: 'forno.webm', mimeType: 'video/webm', buffer: Buffer.from(film) })
    await phone.getByRole('button', { name: 'Enviar' }).click()
    const { content } = await shopHas('the film', ({ content }) => content.kind === 'video')
    assert.deepEqual([content.file?.width, content.file?.height], [320, 240])
    const player = phone.getByRole('log').locator('video')
    await player.waitFor()
    assert.equal(await player.evaluate((player: HTMLVideoElement) => player.play().then(() => player.videoWidth)), 320)
  })

  it('records a voice message, which plays', async () => {
    await phone.getByRole('button', { name: 'Gravar mensagem de voz' }).click()
    await phone.getByRole('timer').getByText('0:01').waitFor()
    await phone.getByRole('button', { name: 'Enviar gravação' }).click()
    const { id, content } = await shopHas('the voice message', (line) => line.content.voice === true)
    assert.equal(content.file?.mimetype, 'audio/ogg; codecs=opus', 'it is not what WhatsApp records')
    assert.equal(content.file.waveform?.length, 64)
    assert.ok(Math.max(...content.file.waveform) === 100 && (content.file.seconds ?? 0) >= 1, JSON.stringify(content.file))
    await phone.goto(`${world.phonePageUrl}#/${shop.number}/chat/${customer.number}`)
    await phone.getByRole('button', { name: 'Tocar: Mensagem de voz' }).click()
    await until('its writer knows', async () => {
      const line = (await world.phones.chat(customer.number, shop.number)).find((line) => line.id === id)
      return line?.receipt === 'played'
    })
    assert.deepEqual(await barriers(phone), [])
  })

  it('answers, reacts, changes its words and takes them back', async () => {
    await phone.goto(`${world.phonePageUrl}#/${customer.number}/chat/${shop.number}`)
    await menuOf(phone, 'Saindo do forno!')
    assert.deepEqual(await barriers(phone), [])
    await phone.getByRole('button', { name: 'Reagir com ❤️' }).click()
    await phone.getByRole('log').getByText('❤️').waitFor()
    await shopHas('the reaction', ({ content }) => content.reactions[customer.number] === '❤️')

    await menuOf(phone, 'Saindo do forno!')
    await phone.getByRole('button', { name: 'Responder', exact: true }).click()
    await phone.getByText(`Resposta a ${shop.name}`).waitFor()
    await phone.getByRole('textbox', { name: /^Mensagem/ }).fill('Guarda dez')
    await phone.keyboard.press('Enter')
    const answer = await shopHas('the answer', ({ text }) => text === 'Guarda dez')
    assert.ok(answer.content.quoted, 'it answers nothing')
    await phone
      .getByRole('log')
      .getByRole('button', { name: /Padaria Sol.*Saindo do forno!/ })
      .waitFor()

    await menuOf(phone, 'Guarda dez')
    await phone.getByRole('button', { name: 'Editar', exact: true }).click()
    await phone.getByRole('textbox', { name: /^Mensagem/ }).fill('Guarda doze')
    await phone.keyboard.press('Enter')
    await phone.getByRole('log').getByText('editada').waitFor()
    await shopHas('other words', ({ id, text }) => id === answer.id && text === 'Guarda doze')

    await menuOf(phone, 'Guarda doze')
    await phone.getByRole('button', { name: 'Apagar para todos' }).click()
    await phone.getByRole('dialog').getByText('Apagar “Guarda doze” para todos?').waitFor()
    await phone.getByRole('dialog').getByRole('button', { name: 'Apagar para todos' }).click()
    await phone.getByRole('log').getByText('Mensagem apagada').waitFor()
    await shopHas('nothing of it', ({ id, content }) => id === answer.id && content.revoked)
  })

  it('sends what opens once, and opens it', async () => {
    await attach(phone, { name: 'senha.png', mimeType: 'image/png', buffer: drawn(7) })
    await phone.getByRole('checkbox', { name: 'Só pode ser vista uma vez' }).check()
    await phone.getByRole('button', { name: 'Enviar' }).click()
    await phone.getByRole('log').getByText('Abre uma vez só').waitFor()
    const { id } = await shopHas('something to open', ({ content }) => content.viewOnce)
    await phone.goto(`${world.phonePageUrl}#/${shop.number}/chat/${customer.number}`)
    await phone.getByRole('button', { name: /Toque para ver/ }).click()
    const image = phone.getByRole('dialog', { name: 'Visualização' }).getByRole('img')
    assert.equal(await image.evaluate((image: HTMLImageElement) => image.decode().then(() => image.naturalWidth)), 160)
    await phone.keyboard.press('Escape')
    await phone.getByRole('log').getByText('Aberta').waitFor()
    await shopHas('that it was opened', (line) => line.id === id && line.content.opened)
    await picture(phone, 'phone-files')
    assert.deepEqual(await barriers(phone), [])
  })

  it('lets a phone answer by itself, and by hand again', async () => {
    await phone.goto(`${world.phonePageUrl}#/${customer.number}`)
    await phone.getByLabel('Quem responde').selectOption({ label: 'Repete o que recebe' })
    await phone.getByRole('navigation').getByText('Repete o que recebe').waitFor()
    await world.phones.send(shop.number, customer.number, 'Tem eco aqui?')
    await until('the echo', async () =>
      (await world.phones.chat(shop.number, customer.number)).some(({ fromMe, text }) => !fromMe && text === 'Tem eco aqui?'),
    )
    await phone.getByLabel('Quem responde').selectOption({ label: 'Eu, por esta página' })
    await phone.getByRole('navigation').getByText('Repete o que recebe').waitFor({ state: 'detached' })
  })

  it('makes a group, and writes in it', async () => {
    await phone.goto(`${world.phonePageUrl}#/${customer.number}/group`)
    await phone.getByLabel('Nome do grupo').fill('Vizinhos')
    await phone.getByRole('checkbox', { name: new RegExp(shop.name) }).check()
    assert.deepEqual(await barriers(phone), [])
    await phone.getByRole('button', { name: 'Criar grupo' }).click()
    await phone.getByRole('heading', { name: 'Vizinhos', level: 2 }).waitFor()
    await phone.getByRole('textbox', { name: /^Mensagem/ }).fill('Bom dia, vizinhos')
    await phone.getByRole('button', { name: 'Enviar' }).click()
    await phone.getByRole('log').getByText('Bom dia, vizinhos').waitFor()
  })

  it('flies, and reads what waited once it is back', async () => {
    await phone.goto(`${world.phonePageUrl}#/${customer.number}`)
    const airplane = phone.getByRole('switch', { name: /Modo avião/ })
    await airplane.check()
    await phone.getByRole('navigation').getByText('Modo avião').waitFor()
    await world.phones.send(shop.number, customer.number, 'Enquanto você voava')
    assert.ok(!(await world.phones.chat(customer.number, shop.number)).some(({ text }) => text === 'Enquanto você voava'), 'it is away')
    await airplane.uncheck()
    await phone.getByRole('main').getByText('Enquanto você voava').waitFor()
  })

  it('unlinks, after a question', async () => {
    await phone
      .getByRole('navigation')
      .getByRole('link', { name: new RegExp(shop.name) })
      .click()
    await phone.getByRole('link', { name: /Dispositivos conectados/ }).click()
    await phone.getByRole('button', { name: /^Desconectar: / }).click()
    await phone.getByRole('dialog').getByRole('button', { name: 'Desconectar' }).click()
    await portal.getByRole('heading', { name: 'Celular desconectado' }).waitFor()
    await phone.getByText('ainda não está em nenhum dispositivo').waitFor()
    assert.deepEqual(heard, [], 'the page complained')
  })

  const ways = [
    {
      way: 'the text of the code',
      look: desk,
      link: async (tenant: Page) => {
        await phone.getByLabel('Texto do QR').fill(await readQr(tenant))
        await phone.getByRole('button', { name: 'Conectar com o texto' }).click()
      },
    },
    {
      way: 'a picture from the clipboard',
      look: desk,
      link: async (tenant: Page) => {
        await tenant.getByRole('img', { name: /Código QR/ }).waitFor()
        const screen = Array.from(await tenant.screenshot())
        await phone.context().grantPermissions(['clipboard-read', 'clipboard-write'])
        await phone.bringToFront()
        await phone.evaluate(async (bytes) => {
          const picture = new Blob([Uint8Array.from(bytes)], { type: 'image/png' })
          await navigator.clipboard.write([new ClipboardItem({ [picture.type]: picture })])
        }, screen)
        await phone.getByRole('button', { name: 'Colar imagem copiada' }).click()
      },
    },
    {
      way: 'a code that is typed',
      look: { ...desk, isPhone: true },
      link: async (tenant: Page) => {
        const code = await askForCode(tenant, shop.number)
        await phone.goto(`${world.phonePageUrl}#/${shop.number}`)
        await phone.getByRole('link', { name: /Um dispositivo pede o código/ }).click()
        await phone.getByRole('textbox', { name: 'Código', exact: true }).fill(code.toLowerCase())
        await phone.getByRole('button', { name: 'Conectar dispositivo' }).click()
      },
    },
  ]
  for (const { way, look, link } of ways) {
    it(`links by ${way}`, async () => {
      await admin.goto(world.panelUrl)
      const tenant = await (await open(browser, look)).newPage()
      await tenant.goto(await createTenant(admin, `Por ${way}`))
      await phone.goto(`${world.phonePageUrl}#/${shop.number}/connect`)
      await link(tenant)
      await tenant.getByRole('heading', { name: 'Conectado' }).waitFor()
      await phone.getByRole('button', { name: /^Desconectar: / }).waitFor()
      await world.phones.unlink(shop.number)
      await tenant.context().close()
    })
  }

  const refusals = [
    {
      language: 'pt-BR',
      text: 'Texto do QR',
      scan: 'Conectar com o texto',
      says: 'Isto não é um QR de conectar dispositivo',
      byCode: 'Código de 8 letras',
      type: 'Código',
      connect: 'Conectar dispositivo',
      unasked: 'Nenhum dispositivo pediu um código',
    },
    {
      language: 'en',
      text: 'Text of the QR',
      scan: 'Link with the text',
      says: 'This is not a QR for linking a device',
      byCode: '8-character code',
      type: 'Code',
      connect: 'Link a device',
      unasked: 'No device asked for a code',
    },
    {
      language: 'es',
      text: 'Texto del QR',
      scan: 'Vincular con el texto',
      says: 'Esto no es un QR para vincular',
      byCode: 'Código de 8 letras',
      type: 'Código',
      connect: 'Vincular un dispositivo',
      unasked: 'Ningún dispositivo pidió un código',
    },
  ] as const
  for (const words of refusals) {
    it(`refuses in the reader's language (${words.language})`, async () => {
      const page = await openPhone({ ...desk, language: words.language })
      await page.goto(`${world.phonePageUrl}#/${shop.number}/connect`)
      await page.getByLabel(words.text).fill('https://example.com')
      await page.getByRole('button', { name: words.scan }).click()
      await page.getByRole('alert').filter({ hasText: words.says }).waitFor()
      await page.getByRole('radio', { name: words.byCode }).check()
      await page.getByRole('textbox', { name: words.type, exact: true }).fill('ABCD1234')
      await page.getByRole('button', { name: words.connect }).click()
      await page.getByRole('alert').filter({ hasText: words.unasked }).waitFor()
      await page.context().close()
    })
  }

  it('fits a phone', async () => {
    const page = await openPhone({ ...desk, isPhone: true, theme: 'dark' })
    await page.getByRole('link', { name: new RegExp(shop.name) }).click()
    await page.getByRole('heading', { name: shop.name, level: 2 }).waitFor()
    assert.deepEqual(await barriers(page), [])
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth > innerWidth), false, 'it is wider than the screen')
    await picture(page, 'phone-small')
  })
})
