// What the desktop app does where it cannot start, was killed, or has no tray: each on a desk of its own, with the keyboard
// alone. The words of the pages are held by the tests of `desktop/pages`; their pictures are to be looked at.
import assert from 'node:assert/strict'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'

import { results } from '../support/browser'
import { type Desk, freePort, startDesk } from '../support/desk'
import { run, type Running, until } from '../support/programs'

const title = 'Portaria'
/** Nobody's network: nothing here connects, and a build for tests takes no other. */
const nobody = { PORTARIA_WHATSAPP_URL: 'ws://127.0.0.1:9/ws/chat' }

const answers = (port: number) =>
  fetch(`http://localhost:${port}/healthz`).then(
    ({ ok }) => ok,
    () => false,
  )

/** Somebody else's program on a port. */
async function listen(port: number): Promise<Server> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  return server
}

let data: string
let desk: Desk
let started: Running[]

async function begin(wishes: Parameters<typeof startDesk>[0] = {}): Promise<void> {
  data = await mkdtemp(join(tmpdir(), 'portaria-desktop-'))
  desk = await startDesk(wishes)
  started = []
}
async function end(): Promise<void> {
  for (const app of started) await app.stop('SIGKILL')
  await desk.stop()
  await rm(data, { recursive: true, force: true })
}
function open(settings: Record<string, string>, args: string[] = []): Running {
  const app = run('portaria', args, { ...desk.environment, ...nobody, PORTARIA_DATA_DIR: data, ...settings })
  started.push(app)
  return app
}

/** Waits until the tray's first line says this. */
const says = (summary: RegExp) =>
  until(`the tray says ${summary}`, async () => {
    const [first] = await desk.menu().catch(() => [])
    return summary.test(first?.label ?? '')
  })
const failed = /^(Não abriu|Did not open|No abrió)/
const up = /^(Nenhum cliente|No clients|Todavía no)/

/** Presses the first button of the page that is shown. */
async function pressFirst(): Promise<void> {
  await desk.press(title, 'Tab')
  await desk.press(title, 'Return')
}

for (const [language, name] of [
  ['pt_BR.UTF-8', 'pt'],
  ['en_US.UTF-8', 'en'],
  ['es_ES.UTF-8', 'es'],
] as const) {
  describe(`a port that is taken (${name})`, () => {
    before(() => begin({ language }))
    after(end)

    it('is said in the window, and another one is a button away', async () => {
      const port = await freePort()
      const other = await listen(port)
      const app = open({ PORTARIA_LISTEN: `127.0.0.1:${port}`, ...(name === 'en' && { GTK_THEME: 'Adwaita:dark' }) })
      await app.said(/(port \d+ is in use)/)
      await says(failed)
      await desk.picture(`${results}/desktop-port-${name}.png`)
      await pressFirst()
      await says(up)
      const taken = await app.said(/address=127\.0\.0\.1:(\d+)/)
      assert.ok(Number(taken) > port, `${taken} instead of ${port}`)
      assert.ok(await answers(Number(taken)))
      other.close()
    })
  })
}

describe('data that cannot be used', () => {
  before(() => begin())
  after(end)

  it('says that another process has it, shows where that one’s panel is, and goes on once it has gone', async () => {
    const server = run('portaria-server', ['serve', '--listen', '127.0.0.1:0', '--data-dir', data], nobody)
    const panel = await server.said(/Panel: +(http:\S+)/)
    const app = open({ PORTARIA_LISTEN: '127.0.0.1:0' })
    await app.said(/(Portaria is running already)/)
    await says(failed)
    await desk.picture(`${results}/desktop-in-use.png`)
    await pressFirst()
    const outside = await until('it opens outside', async () => {
      const opened = await desk.openedOutside()
      return opened.length > 0 && opened
    })
    assert.equal(new URL(outside[0] ?? '').origin, new URL(panel).origin)
    await server.stop()
    // The next button: try again.
    await desk.press(title, 'Tab')
    await desk.press(title, 'Return')
    await says(up)
    await app.stop()
  })

  for (const [what, name, sentence, settings] of [
    ['a database that is damaged', 'damaged', /(is damaged)/, () => ({ PORTARIA_DATA_DIR: join(data, 'damaged') })],
    ['a folder that cannot be written', 'unwritable', /(cannot be written)/, () => ({ PORTARIA_DATA_DIR: join(data, 'file', 'data') })],
  ] as const) {
    it(`says so of ${what}`, async () => {
      await mkdir(join(data, 'damaged'), { mode: 0o700, recursive: true })
      await writeFile(join(data, 'damaged', 'portaria.db'), 'this is no database'.repeat(500), { mode: 0o600 })
      await writeFile(join(data, 'file'), '')
      const app = open({ PORTARIA_LISTEN: '127.0.0.1:0', ...settings() })
      await app.said(sentence)
      await says(failed)
      await desk.picture(`${results}/desktop-${name}.png`)
      await app.stop()
    })
  }

  it('says what of the settings cannot be used, and ends when its window is closed', async () => {
    open({ PORTARIA_LISTEN: 'nowhere' })
    await says(failed)
    await desk.picture(`${results}/desktop-settings.png`)
    await desk.close(title)
    await until('the app ended', async () => !(await desk.isListed(title)))
  })

  it('asks for a password before it opens to other computers, and opens here instead', async () => {
    const port = await freePort()
    const app = open({ PORTARIA_LISTEN: `0.0.0.0:${port}` })
    await app.said(/(first set a password)/)
    await says(failed)
    await desk.picture(`${results}/desktop-password.png`)
    await pressFirst()
    await says(up)
    assert.ok(await answers(port))
    await app.stop()
  })
})

describe('a desk without a tray', () => {
  before(() => begin({ hasNoTray: true }))
  after(end)

  it('keeps its window, and says why', async () => {
    const port = await freePort()
    open({ PORTARIA_LISTEN: `127.0.0.1:${port}` })
    await until('it is up', () => answers(port), 30_000)
    await desk.close(title)
    const told = await desk.notice('O Portaria foi minimizado')
    assert.match(told.body, /não mostra ícones na bandeja/)
    await until('it is minimised', async () => !(await desk.shows(title)))
    assert.ok(await desk.isListed(title), 'the taskbar leads back to it')
    assert.ok(await answers(port), 'the server goes on')
  })
})

describe('an app that was killed', () => {
  before(() => begin())
  after(end)

  it('leaves nothing that hinders the next start, which shows no window where it is told so', async () => {
    const port = await freePort()
    const listening = { PORTARIA_LISTEN: `127.0.0.1:${port}` }
    const first = open(listening)
    await until('it is up', () => answers(port), 30_000)
    await until('its window is there', () => desk.shows(title))
    await first.stop('SIGKILL')
    const second = open(listening, ['--minimized'])
    await until('it is up again', () => answers(port), 30_000)
    await says(up)
    assert.ok(!(await desk.shows(title)), 'without a window')
    await desk.choose('Abrir painel')
    await until('its window is there', () => desk.shows(title))
    // What the system sends when somebody logs off.
    await second.stop('SIGTERM')
    assert.ok(!(await answers(port)))
  })
})
