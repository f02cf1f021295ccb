// The desktop app as its provider sees it: one window on the panel, a tray and notices, on a display of its own.
import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'

import { results } from '../support/browser'
import { type Desk, freePort, output, startDesk } from '../support/desk'
import { type Network, program, run, startNetwork, until } from '../support/programs'
import { type DesktopWindow, openWindow } from '../support/window'

/** The web view speaks the language of locales that are installed, which a test's machine may have none of. */
const newClient = '//button[contains(., "Criar novo cliente") or contains(., "Create new client")]'

const number = '5511900000001' // invented
const title = 'Portaria'

const answers = (url: string) =>
  fetch(`${url}/healthz`).then(
    ({ ok }) => ok,
    () => false,
  )

let network: Network
let data: string
let desk: Desk
let desktop: DesktopWindow
let origin: string
before(async () => {
  network = await startNetwork()
  data = await mkdtemp(join(tmpdir(), 'portaria-desktop-'))
  desk = await startDesk()
  const port = await freePort()
  origin = `http://localhost:${port}`
  desktop = await openWindow(desk, {
    PORTARIA_DATA_DIR: data,
    PORTARIA_LISTEN: `127.0.0.1:${port}`,
    PORTARIA_WHATSAPP_URL: network.wsUrl,
  })
})
after(async () => {
  await desktop.stop()
  await desk.stop()
  await network.stop()
  await rm(data, { recursive: true, force: true })
})

describe('the window', () => {
  it('opens on the panel, logged in, without a password on one’s own machine', async () => {
    await desktop.click('//button[contains(., "Pular tudo") or contains(., "Skip everything")]')
    await desktop.textOf(newClient)
    assert.equal(new URL(await desktop.url()).hash, '', 'the ticket stays in no address')
  })

  it('creates a client and shows the link', async () => {
    await desktop.click(newClient)
    await desktop.type('//label[contains(., "Nome do cliente") or contains(., "Client\'s name")]/following::input[1]', 'Padaria Sol')
    await desktop.click('//button[contains(., "Criar e gerar link") or contains(., "Create and get the link")]')
    const link = await desktop.textOf('//*[@data-link]')
    assert.match(link, /^http:\/\/\S+\/client\/[^/#]+#\S{43}/)
    await desktop.picture(`${results}/desktop-window.png`)
  })

  it('grants its page no command of the machine', async () => {
    const commands = ['plugin:shell|open', 'plugin:shell|execute', 'plugin:window|close', 'plugin:dialog|message']
    commands.push('plugin:clipboard-manager|read_text', 'plugin:autostart|enable', 'plugin:webview|create_webview_window')
    commands.push('plugin:updater|check', 'plugin:updater|download', 'plugin:updater|install')
    for (const command of commands) {
      const answer = await desktop.evaluate<string>(`
        const inside = window.__TAURI_INTERNALS__
        if (!inside) return 'refused: nothing to ask'
        return inside.invoke('${command}', {}).then(() => 'granted', (refusal) => 'refused: ' + refusal)`)
      assert.match(answer, /^refused/, `${command} is for nobody`)
    }
    assert.deepEqual(await desk.openedOutside(), [])
  })

  it('sends what leads elsewhere to the system’s browser, and takes no button of a page that is not shown', async () => {
    const before = await desktop.url()
    await desktop.evaluate(`location.href = 'portaria://localhost/do/quit'`)
    await desktop.evaluate(`location.href = 'https://example.com/elsewhere'`)
    const outside = await until('the link opens outside', async () => {
      const opened = await desk.openedOutside()
      return opened.length > 0 && opened
    })
    assert.deepEqual(outside, ['https://example.com/elsewhere'])
    assert.equal(await desktop.url(), before, 'the window stays on the panel')
  })
})

const labels = async () => {
  const menu = await desk.menu()
  const instances = menu.find(({ label }) => label === 'Instâncias')
  return [menu[0]?.label, ...(instances?.children ?? []).map(({ label }) => label)]
}
const shows = (...lines: string[]) =>
  until(`the tray shows ${lines.join(', ')}`, async () => (await labels()).join() === lines.join(), 30_000).catch(async (error: Error) => {
    throw new Error(`${error.message}; it shows ${(await labels()).join()}`)
  })

/** The client's own login, by the link that was copied. */
let portal: { tenantId: string; headers: Record<string, string> }

/** Where the session stands, as the client is told. */
const session = async () => {
  const answer = await fetch(`${origin}/api/whatsapp/${portal.tenantId}/status`, { headers: portal.headers })
  return (await answer.json()) as { status: string; sinceMs: number }
}

/** Starts the session from the tray, and scans its code with the phone. */
async function linkPhone(): Promise<void> {
  await desk.choose('Instâncias > Padaria Sol > Iniciar')
  await shows('0 de 1 conectados', 'Padaria Sol — Aguardando leitura do QR')
  const code = await until('the code is shown', async () => {
    const answer = await fetch(`${origin}/api/whatsapp/${portal.tenantId}/qr`, { headers: portal.headers })
    return answer.ok && ((await answer.json()) as { text: string }).text
  })
  await network.phones.scan(number, code)
  await shows('1 de 1 conectados', 'Padaria Sol — Conectado')
}

describe('the tray', () => {
  it('says how the clients stand', async () => {
    await shows('0 de 1 conectados', 'Padaria Sol — Parado')
    const menu = await desk.menu()
    for (const label of ['Abrir painel', 'Iniciar todas', 'Parar todas', 'Pausar avisos', 'Testar meu link', 'Sair'])
      assert.ok(
        menu.some((item) => item.label === label),
        `${label} is missing`,
      )
  })

  it('copies a link, which the client opens, and starts a session whose phone is linked: each is told', async () => {
    await desk.choose('Instâncias > Padaria Sol > Copiar link')
    await desk.notice('Link copiado')
    const link = await desk.clipboard()
    assert.match(link, /\/client\/[^/#]+#\S{43}$/)
    const { pathname, hash } = new URL(link)
    const opened = await fetch(`${origin}${pathname}/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ secret: hash.slice(1) }),
    })
    assert.equal(opened.status, 200)
    await desk.notice('Padaria Sol abriu o link')

    const cookie = opened.headers
      .getSetCookie()
      .map((line) => line.split(';', 1)[0])
      .join('; ')
    const { tenantId } = (await opened.json()) as { tenantId: string }
    portal = { tenantId, headers: { cookie, 'portaria-page': opened.headers.get('portaria-page')?.split('.')[0] ?? '' } }

    await network.phones.create(number, 'Sol')
    await linkPhone()
    await desk.notice('Padaria Sol conectou o WhatsApp')
  })

  it('stops and starts it again', async () => {
    await desk.choose('Instâncias > Padaria Sol > Parar')
    await shows('0 de 1 conectados', 'Padaria Sol — Parado')
    await desk.choose('Iniciar todas')
    await shows('1 de 1 conectados', 'Padaria Sol — Conectado')
    const before = await session()
    await desk.choose('Instâncias > Padaria Sol > Reiniciar')
    await until('it is connected anew', async () => {
      const { status, sinceMs } = await session()
      return status === 'connected' && sinceMs > before.sinceMs
    })
  })

  it('tests the links', async () => {
    await desk.choose('Testar meu link')
    await desk.notice('Seus links abrem só neste computador')
  })

  it('keeps the machine awake while a session runs', async () => {
    await until('the machine is held awake', () => Promise.resolve(desk.isHeldAwake()))
    await desk.choose('Parar todas')
    await until('the machine may sleep', () => Promise.resolve(!desk.isHeldAwake()))
    await desk.choose('Iniciar todas')
    await shows('1 de 1 conectados', 'Padaria Sol — Conectado')
  })

  it('has sessions look after their connections when the machine wakes up', async () => {
    // The connection stands and carries nothing, as after a sleep: by itself it would be found out half a minute later.
    await network.phones.misbehave({ fault: 'half-open', account: number })
    await desk.sleep()
    await desk.wake()
    await until('the dead connection is found out', async () => (await labels()).includes('Padaria Sol — Sem conexão'), 12_000)
    await network.phones.behave()
    await desk.wake()
    await shows('1 de 1 conectados', 'Padaria Sol — Conectado')
  })

  it('tells what needs somebody, and a click opens the client', async () => {
    await desk.close(title)
    await network.phones.unlink(number)
    const told = await desk.notice('Padaria Sol: Desvinculado pelo celular')
    await desk.click(told)
    await until('the client’s page', async () => /\/tenants\/[0-9a-f-]{36}/.test(await desktop.url()))
    await until('the window is back', () => desk.shows(title))
  })
})

describe('closing and coming back', () => {
  it('goes on without its window, and says so once', async () => {
    const said = () => desk.notices().filter(({ title }) => title === 'O Portaria continua ligado').length
    await until('it was said at the first closing', () => Promise.resolve(said() === 1))
    await desk.close(title)
    await until('the window is gone', async () => !(await desk.shows(title)))
    assert.ok(await answers(origin), 'the server goes on')
    assert.equal(said(), 1, 'once')
  })

  it('shows its window when it is started a second time', async () => {
    await output(program('portaria'), [], { ...desk.environment, PORTARIA_DATA_DIR: data })
    await until('the window is back', () => desk.shows(title))
  })

  it('asks before it ends somebody’s WhatsApp, and goes on where that is not wanted', async () => {
    await linkPhone()
    await desk.choose('Sair')
    await desk.press('Sair do Portaria?', 'Escape')
    await until('the question is gone', async () => !(await desk.shows('Sair do Portaria?')))
    assert.ok(await answers(origin), 'the server goes on')
  })

  it('ends when that is chosen, and frees what it held', async () => {
    await desk.choose('Sair')
    await until('the question is asked', () => desk.shows('Sair do Portaria?'))
    await desk.picture(`${results}/desktop-quit.png`)
    await desk.press('Sair do Portaria?', 'Return')
    await until('the server is gone', async () => !(await answers(origin)), 30_000)
    await until('the app ended', async () => !(await desk.isListed(title)), 30_000)
    // Creating needs the data folder for oneself: it is free again.
    await run('portaria-server', ['tenant', 'create', 'Padaria Lua', '--data-dir', data]).said(/Tenant: +(Padaria Lua)/)
    await run('portaria-server', ['tenant', 'list', '--data-dir', data]).said(/(Padaria Sol)/)
  })
})
