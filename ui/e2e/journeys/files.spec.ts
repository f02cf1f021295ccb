// Files between an emulated phone and the panel, through the real server: what arrives, what opens, what goes out.
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'

import type { Browser, Locator, Page } from 'playwright-core'

import { drawn } from '../mock/files'
import { complaints, launch, type Look, open, picture } from '../support/browser'
import { type PhoneMessage, startWorld, until, type World } from '../support/programs'
import { createTenant, readQr } from '../support/steps'

const desk: Look = { name: 'desktop', isPhone: false, theme: 'light', language: 'pt-BR' }
/** Invented. */
const shop = { name: 'Padaria Sol', number: '5511900006101' }
const customer = { name: 'Marina Costa', number: '5511900006102' }

let browser: Browser
let world: World
let admin: Page
let portal: Page
let log: Locator
let heard: string[]
before(async () => {
  browser = await launch()
  world = await startWorld()
  for (const { number, name } of [shop, customer]) await world.phones.create(number, name)
  admin = await (await open(browser, desk)).newPage()
  await admin.goto(world.loginUrl)
  const link = await createTenant(admin, shop.name)
  portal = await (await open(browser, desk)).newPage()
  heard = complaints(portal)
  await portal.goto(link)
  await world.phones.scan(shop.number, await readQr(portal))
  await portal.getByRole('heading', { name: 'Conectado' }).waitFor()
  await world.phones.send(customer.number, shop.number, 'Bom dia!')
  await portal.getByRole('link', { name: new RegExp(customer.name) }).click()
  log = portal.getByRole('log')
  await log.getByText('Bom dia!').waitFor()
})
after(async () => {
  await browser.close()
  await world.stop()
})

const sendFile = (file: Buffer, about: Record<string, string>) => world.phones.sendFile(customer.number, shop.number, file, about)
/** What the customer's phone shows of the newest message that fits. */
const arrives = (what: string, fits: (message: PhoneMessage) => boolean) =>
  until(
    `${what} reaches the customer`,
    async () => (await world.phones.chat(customer.number, shop.number)).findLast((one) => !one.fromMe && fits(one)),
    30_000,
  )
const opened = ({ id }: PhoneMessage) => world.phones.file(customer.number, shop.number, id)
const isDrawn = (what: Locator) =>
  until('the picture is drawn', () => what.evaluate((one) => one instanceof HTMLImageElement && one.complete && one.naturalWidth > 200))
const png = (name: string, width: number) => ({ name, mimeType: 'image/png', buffer: drawn(width, 300) })

/** What the provider lets come by itself. */
const fetchBy = (kinds: string[]) =>
  admin.evaluate(async (kinds) => {
    // As the page itself asks.
    const proof = { 'portaria-page': localStorage.getItem('portaria.page.admin')?.split('.')[0] ?? '' }
    const tenants = (await (await fetch('/api/saas/tenants', { headers: proof })).json()) as { items: { id: string }[] }
    const path = `/api/saas/tenants/${tenants.items[0]?.id}/media-policy`
    const { policy } = (await (await fetch(path, { headers: proof })).json()) as { policy: object }
    const body = JSON.stringify({ ...policy, kinds })
    const response = await fetch(path, { method: 'POST', headers: { ...proof, 'content-type': 'application/json' }, body })
    if (!response.ok) throw new Error(await response.text())
  }, kinds)

describe('a picture beside a name', () => {
  it('is drawn once its owner shows it', async () => {
    await world.phones.showPicture(customer.number, drawn(640, 640))
    await isDrawn(portal.locator('header img').first())
    await picture(portal, 'files-person')
  })
})

describe('a file that arrives', () => {
  it('is a picture in full, which opens in the viewer', async () => {
    await sendFile(drawn(640, 420), { text: 'O bolo ficou assim' })
    await log.getByText('O bolo ficou assim').waitFor()
    const opener = log.getByRole('button', { name: 'Abrir: Foto' })
    await isDrawn(opener.getByRole('img', { name: 'Foto' }).last())
    await opener.click()
    const viewer = portal.getByRole('dialog', { name: 'Fotos e vídeos desta conversa' })
    await isDrawn(viewer.getByRole('img', { name: 'Foto' }))
    const keeps = portal.waitForEvent('download')
    await viewer.getByRole('link', { name: 'Baixar Foto' }).click()
    const { size } = await (await import('node:fs/promises')).stat(await (await keeps).path())
    assert.equal(size, drawn(640, 420).length)
    await portal.keyboard.press('Escape')
    await viewer.waitFor({ state: 'detached' })
  })

  it('is a document under its name', async () => {
    await sendFile(Buffer.from('%PDF-1.7 pão, bolo'), { name: 'lista de preços.pdf', text: 'A lista' })
    await log.getByText('A lista').waitFor()
    const keeps = portal.waitForEvent('download')
    await log.getByRole('link', { name: 'Baixar lista de preços.pdf' }).click()
    assert.equal((await keeps).suggestedFilename(), 'lista de preços.pdf')
  })

  it('waits where the provider wants that, comes when it is asked for, and says what became of it', async () => {
    await fetchBy([])
    await sendFile(drawn(300, 420), { text: 'Esta não baixa sozinha' })
    await log.getByText('Este tipo de arquivo só baixa a pedido.').waitFor()
    const before = await log.getByRole('button', { name: 'Abrir: Foto' }).count()
    await log.getByRole('button', { name: /^Baixar: Foto/ }).click()
    await until('it is a picture', async () => (await log.getByRole('button', { name: 'Abrir: Foto' }).count()) > before)

    await sendFile(drawn(310, 420), { text: 'Esta se perdeu' })
    const hold = log.getByText('Este tipo de arquivo só baixa a pedido.')
    await hold.waitFor()
    for (const path of (await world.phones.media()).at(-1)?.paths ?? []) await world.phones.lose(path)
    await log.getByRole('button', { name: /^Baixar: Foto/ }).click()
    await log.getByText('O WhatsApp não tem mais este arquivo.').waitFor({ timeout: 60_000 })
    await log.getByRole('button', { name: /^Tentar de novo: Foto/ }).waitFor()
    await picture(portal, 'files-gone')
    await fetchBy(['image', 'video', 'voice', 'audio', 'document', 'sticker', 'gif', 'round_video'])
  })
})

describe('a file that goes out', () => {
  it('is a picture with its words', async () => {
    await portal.locator('[data-attach=photos]').setInputFiles([png('forno.png', 500)])
    await portal.getByRole('textbox', { name: 'Legenda' }).fill('Saiu *agora*')
    await portal.keyboard.press('Enter')
    const got = await arrives('the picture', ({ content }) => content.kind === 'image')
    assert.equal(got.text, 'Saiu *agora*')
    assert.deepEqual([got.content.file?.width, got.content.file?.height], [500, 300])
    assert.ok((await opened(got)).length > 100)
    await log.locator('[data-receipt=delivered], [data-receipt=read]').last().waitFor()
    await isDrawn(log.getByRole('button', { name: 'Abrir: Foto' }).last().getByRole('img', { name: 'Foto' }).last())
  })

  it('is a dropped document, as it is', async () => {
    const bytes = drawn(520, 300)
    const transfer = await portal.evaluateHandle(
      (bytes) => {
        const transfer = new DataTransfer()
        transfer.items.add(new File([Uint8Array.from(bytes)], 'planta baixa.png', { type: 'image/png' }))
        return transfer
      },
      [...bytes],
    )
    for (const kind of ['dragover', 'drop']) await log.dispatchEvent(kind, { dataTransfer: transfer })
    await portal.getByRole('checkbox', { name: /Enviar como documento/ }).check()
    await portal.getByRole('textbox', { name: 'Legenda' }).press('Enter')
    const got = await arrives('the document', ({ content }) => content.kind === 'document')
    assert.equal(got.content.name, 'planta baixa.png')
    assert.deepEqual(await opened(got), bytes)
  })

  it('is a spoken message, which can be heard here as well', async () => {
    await portal.getByRole('button', { name: 'Gravar mensagem de voz' }).click()
    const timer = portal.getByRole('timer')
    await until('it records', async () => (await timer.textContent()) === '0:02')
    await portal.getByRole('button', { name: 'Enviar gravação' }).click()
    const got = await arrives('the voice message', ({ content }) => content.kind === 'audio')
    assert.equal(got.content.voice, true)
    assert.equal((await opened(got)).subarray(0, 4).toString(), 'OggS')
    assert.ok((got.content.file?.seconds ?? 0) >= 1, 'it has no length')
    assert.ok((got.content.file?.waveform ?? []).length > 0, 'it has no waveform')
    await log.getByRole('button', { name: 'Tocar: Mensagem de voz' }).click()
    await log.getByRole('button', { name: 'Pausar: Mensagem de voz' }).waitFor()
    const place = log.getByRole('slider', { name: 'Posição' })
    await until('it goes on', async () => Number(await place.inputValue()) > 0)
    await picture(portal, 'files-voice')
  })

  it('is no more once it is cancelled', async () => {
    // Slow enough to be stopped, whatever the machine.
    const network = await portal.context().newCDPSession(portal)
    await network.send('Network.emulateNetworkConditions', {
      offline: false,
      latency: 0,
      downloadThroughput: -1,
      uploadThroughput: 200_000,
    })
    const large = { name: 'filme longo.bin', mimeType: 'application/octet-stream', buffer: Buffer.alloc(20_000_000, 'x') }
    await portal.locator('[data-attach=documents]').setInputFiles(large)
    await portal.getByRole('textbox', { name: 'Legenda' }).press('Enter')
    await log.getByRole('button', { name: 'Cancelar: filme longo.bin' }).click()
    await log.getByText('filme longo.bin').waitFor({ state: 'detached' })
    await network.send('Network.emulateNetworkConditions', { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: -1 })
    await portal.getByRole('textbox', { name: 'Mensagem' }).fill('Deixa para lá')
    await portal.keyboard.press('Enter')
    await arrives('the text', ({ text }) => text === 'Deixa para lá')
    const all = await world.phones.chat(customer.number, shop.number)
    assert.ok(!all.some(({ content }) => content.name === 'filme longo.bin'))
  })

  it('and nothing of it made the page complain', () => assert.deepEqual(heard, []))
})
