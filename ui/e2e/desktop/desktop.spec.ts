// The desktop app as its provider sees it: one window on the panel, on a display of its own.
import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'

import { results } from '../support/browser'
import { run, type Running, until } from '../support/programs'
import { type DesktopWindow, openWindow } from '../support/window'

let emulator: Running
let data: string
let desktop: DesktopWindow
before(async () => {
  emulator = run('portaria-emulator', ['--listen', '127.0.0.1:0'])
  const network = await emulator.said(/(127\.0\.0\.1:\d+)/)
  data = await mkdtemp(join(tmpdir(), 'portaria-desktop-'))
  desktop = await openWindow({
    PORTARIA_DATA_DIR: data,
    PORTARIA_LISTEN: '127.0.0.1:0',
    PORTARIA_WHATSAPP_URL: `ws://${network}/ws/chat`,
  })
})
after(async () => {
  await desktop.stop()
  await emulator.stop()
  await rm(data, { recursive: true, force: true })
})

const answers = (url: string) =>
  fetch(`${url}/healthz`).then(
    ({ ok }) => ok,
    () => false,
  )

describe('the window', () => {
  it('opens on the panel, logged in, without a password on one’s own machine', async () => {
    await desktop.textOf('//button[contains(., "Criar novo cliente") or contains(., "Create new client")]')
    assert.equal(new URL(await desktop.url()).hash, '', 'the ticket stays in no address')
  })

  it('creates a client and shows the link', async () => {
    await desktop.click('//button[contains(., "Criar novo cliente") or contains(., "Create new client")]')
    await desktop.type('//label[contains(., "Nome do cliente") or contains(., "Client\'s name")]/following::input[1]', 'Padaria Sol')
    await desktop.click('//button[contains(., "Criar e gerar link") or contains(., "Create and get the link")]')
    const link = await desktop.textOf('//*[@data-link]')
    assert.match(link, /^http:\/\/\S+\/client\/[^/#]+#\S{43}/)
    await desktop.picture(`${results}/desktop-window.png`)
  })

  it('grants its page no command of the machine', async () => {
    const commands = ['plugin:shell|open', 'plugin:shell|execute', 'plugin:window|close', 'plugin:webview|create_webview_window']
    for (const command of commands) {
      const answer = await desktop.evaluate<string>(`
        const inside = window.__TAURI_INTERNALS__
        if (!inside) return 'refused: nothing to ask'
        return inside.invoke('${command}', {}).then(() => 'granted', (refusal) => 'refused: ' + refusal)`)
      assert.match(answer, /^refused/, `${command} is for nobody`)
    }
    assert.deepEqual(await desktop.openedOutside(), [])
  })

  it('sends what leads elsewhere to the system’s browser', async () => {
    const before = await desktop.url()
    await desktop.evaluate(`location.href = 'https://example.com/elsewhere'`)
    const outside = await until('the link opens outside', async () => {
      const opened = await desktop.openedOutside()
      return opened.length > 0 && opened
    })
    assert.deepEqual(outside, ['https://example.com/elsewhere'])
    assert.equal(await desktop.url(), before, 'the window stays on the panel')
  })

  it('stops the server softly when it is closed, and keeps what was made', async () => {
    const { origin } = new URL(await desktop.url())
    assert.ok(await answers(origin), 'the server runs in the window’s process')
    await desktop.close()
    await until('the server is gone', async () => !(await answers(origin)))
    // Creating needs the data folder for oneself: it is free again.
    await run('portaria-server', ['tenant', 'create', 'Padaria Lua', '--data-dir', data]).said(/Tenant: +(Padaria Lua)/)
    await run('portaria-server', ['tenant', 'list', '--data-dir', data]).said(/(Padaria Sol)/)
  })
})
