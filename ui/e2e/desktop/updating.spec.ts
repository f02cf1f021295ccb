// The desktop app and its newer versions: a feed on this machine, a key of the test's own, and apps that are refused, that
// don't start, and that do.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { appendFile, chmod, copyFile, mkdtemp, readdir, readFile, readlink, rm, stat, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { fileURLToPath } from 'node:url'

import type { Update } from '../../src/api/types'
import { results } from '../support/browser'
import { type Desk, freePort, startDesk } from '../support/desk'
import { program, run, until } from '../support/programs'

const password = 'uma senha comprida'
const running = '0.1.0'
const next = '0.2.0'
const tauri = fileURLToPath(new URL('../../node_modules/.bin/tauri', import.meta.url))

/** What the feed offers: a version, and a file with a signature that may be another one's. */
interface Offered {
  version: string
  file: string
  signature: string
  /** The connection breaks after half of it. */
  isCut?: boolean
}

let folder: string
let data: string
let app: string
/** The app as it was built. */
let base: string
let desk: Desk
let origin: string
let offered: Offered
let server: Server
let headers: Record<string, string>

const inFolder = (name: string) => join(folder, name)

function signer(...args: string[]): void {
  const { status, stderr } = spawnSync(tauri, ['signer', ...args], { encoding: 'utf8' })
  assert.equal(status, 0, stderr)
}

/** Signs a file as a version; the signature is bound to it. */
async function sign(file: string, version: string): Promise<string> {
  signer('sign', '--private-key-path', inFolder('key'), '--password', '', '--app-version', version, file)
  return readFile(`${file}.sig`, 'utf8')
}

/** An app as a release has it: the one that runs with something behind it, or another program. */
async function build(name: string, from: string, version = next): Promise<Offered> {
  const file = inFolder(name)
  await copyFile(from, file)
  await appendFile(file, name)
  return { version, file, signature: await sign(file, version) }
}

async function startFeed(): Promise<string> {
  server = createServer((request, response) => {
    void (async () => {
      const { port } = server.address() as { port: number }
      if (request.url !== '/Portaria.AppImage') {
        const entry = { url: `http://127.0.0.1:${port}/Portaria.AppImage`, signature: offered.signature }
        response.end(JSON.stringify({ version: offered.version, notes: 'Tudo novo.', platforms: { 'linux-x86_64-appimage': entry } }))
        return
      }
      const bytes = await readFile(offered.file)
      response.writeHead(200, { 'content-length': bytes.length })
      if (!offered.isCut) response.end(bytes)
      else response.write(bytes.subarray(0, bytes.length / 2), () => response.destroy())
    })()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as { port: number }).port}/{channel}.json`
}

async function ask<T>(method: 'GET' | 'POST', path: string, body?: object): Promise<{ status: number; value: T }> {
  const answer = await fetch(`${origin}/api/saas/${path}`, {
    method,
    headers: { ...headers, 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  })
  const text = await answer.text()
  return { status: answer.status, value: (text === '' ? undefined : JSON.parse(text)) as T }
}

/** How it stands; nothing while the server is away. */
const shown = () =>
  ask<Update>('GET', 'update').then(
    ({ status, value }) => (status === 200 ? value : undefined),
    () => undefined,
  )

async function offer(what: Offered): Promise<Update> {
  offered = what
  return (await ask<Update>('POST', 'update/check', {})).value
}

/** Has a version installed, and waits until that has come to its end. */
async function install(what: Offered, ends: (update: Update) => boolean): Promise<Update> {
  await offer(what)
  const { status, value } = await ask<Update>('POST', 'update/install', { version: what.version })
  assert.equal(status, 202, JSON.stringify(value))
  const update = async () => {
    const now = await shown()
    return now !== undefined && ends(now) && now
  }
  return until('the installation comes to its end', update, 120_000)
}

const isOver = ({ step }: Update) => step.kind === 'idle'

const same = async (one: string, other: string) => (await readFile(one)).equals(await readFile(other))
const besides = async () => (await readdir(folder)).filter((name) => name.startsWith('.Portaria.AppImage'))

/** The processes of the app, which starts others in its own place. */
async function processes(): Promise<number[]> {
  const found: number[] = []
  for (const name of await readdir('/proc')) {
    const exe = /^\d+$/.test(name) ? await readlink(`/proc/${name}/exe`).catch(() => '') : ''
    if (exe.startsWith(folder)) found.push(Number(name))
  }
  return found
}

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'portaria-updating-'))
  data = join(folder, 'data')
  app = inFolder('Portaria.AppImage')
  signer('generate', '--ci', '--password', '', '--write-keys', inFolder('key'))
  // Without what debuggers need: it's fetched and checked as a whole.
  base = inFolder('base')
  assert.equal(spawnSync('strip', ['-o', base, program('portaria')]).status, 0)
  await copyFile(base, app)
  await chmod(app, 0o755)
  const set = spawnSync(program('portaria-server'), ['admin', 'set-password', '--data-dir', data], {
    input: `${password}\n`,
    encoding: 'utf8',
  })
  assert.equal(set.status, 0, set.stderr)
  desk = await startDesk()
  const port = await freePort()
  origin = `http://localhost:${port}`
  run(app, [], {
    ...desk.environment,
    APPIMAGE: app,
    PORTARIA_DATA_DIR: data,
    PORTARIA_LISTEN: `127.0.0.1:${port}`,
    PORTARIA_WHATSAPP_URL: 'ws://127.0.0.1:9/ws/chat', // nobody's network
    PORTARIA_UPDATE_FEED: await startFeed(),
    PORTARIA_UPDATE_KEY: (await readFile(inFolder('key.pub'), 'utf8')).trim(),
  })
  const login = await until('it is up', () =>
    fetch(`${origin}/api/saas/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ password }),
    }).catch(() => undefined),
  )
  assert.ok(login.ok, await login.text())
  const cookie = login.headers.getSetCookie().map((line) => line.split(';', 1)[0])
  headers = { cookie: cookie.join('; '), 'portaria-page': login.headers.get('portaria-page')?.split('.')[0] ?? '' }
})
after(async () => {
  for (const id of await processes()) process.kill(id, 'SIGKILL')
  await desk.stop()
  server.close()
  await rm(folder, { recursive: true, force: true, maxRetries: 5 })
})

describe('a newer version', () => {
  it('is refused where it is older', async () => {
    const older = await build('older', '/bin/true', '0.0.9')
    assert.deepEqual((await offer(older)).offer, { kind: 'older', version: '0.0.9' })
    const { status, value } = await ask<{ code: string }>('POST', 'update/install', { version: '0.0.9' })
    assert.deepEqual([status, value.code], [409, 'update_not_offered'])
  })

  it('is refused where something else was signed, nothing was, or another version was', async () => {
    const [fine, old] = [await build('fine', '/bin/true'), await build('old', '/bin/true', '0.0.9')]
    for (const [what, why] of [
      [{ ...fine, file: old.file }, 'bad_signature'],
      [{ ...fine, signature: Buffer.from('untrusted comment: none').toString('base64') }, 'bad_signature'],
      // A genuine older version that somebody announces as a newer one.
      [{ ...old, version: next }, 'other_version'],
    ] as const) {
      const { trouble } = await install(what, isOver)
      assert.equal(trouble?.why, why)
    }
    assert.ok(await same(app, base), 'the app is what it was')
    assert.deepEqual(await besides(), [], 'nothing is left beside it')
  })

  it('is not installed where its download is cut, and can be had again', async () => {
    const fine = await build('fine', '/bin/true')
    const { trouble } = await install({ ...fine, isCut: true }, isOver)
    assert.equal(trouble?.why, 'download_cut')
    assert.deepEqual(await besides(), [])
  })

  it('that does not start is gone back from, with everything as it was', async () => {
    const created = await ask<{ tenant: { id: string } }>('POST', 'create-tenant', { name: 'Padaria Sol' })
    assert.equal(created.status, 201)
    const crashes = await build('crashes', '/bin/false')
    const { tried, version } = await install(crashes, (update) => update.tried !== null)
    assert.deepEqual([tried?.outcome, tried?.from, tried?.to, version], ['put_back', running, next, running])
    assert.ok(await same(app, base), 'the version before is the app')
    assert.deepEqual(await besides(), [])
    const { value } = await ask<{ items: { name: string }[] }>('GET', 'tenants')
    assert.ok(JSON.stringify(value).includes('Padaria Sol'))
    await until('one app is left', async () => (await processes()).length === 1)
    await until('its window is there', () => desk.shows('Portaria'))
  })

  it('that starts takes over, with everything that was here', async () => {
    const works = await build('works', base)
    const { tried } = await install(works, (update) => update.tried?.outcome === 'kept')
    assert.deepEqual([tried?.from, tried?.to], [running, next])
    assert.ok(await same(app, works.file), 'the new version is the app')
    assert.equal((await stat(app)).mode & 0o777, 0o755)
    await until('the version before is let go', async () => (await besides()).length === 0 && (await processes()).length === 1)
    await desk.picture(`${results}/desktop-updated.png`)
    const { value } = await ask('GET', 'tenants')
    assert.ok(JSON.stringify(value).includes('Padaria Sol'))
  })

  it('that never got through, and that nobody waits for, goes back by itself', async () => {
    const [id] = await processes()
    assert.ok(id !== undefined)
    process.kill(id, 'SIGTERM')
    await until('it has ended', async () => (await processes()).length === 0)
    // As it stands after two starts that did not get through.
    const previous = inFolder('.Portaria.AppImage.previous')
    await copyFile(base, previous)
    const trial = { from: running, to: next, app, previous, begun_at_ms: Date.now(), outcome: 'trying', starts: 2 }
    await writeFile(join(data, 'update.json'), JSON.stringify(trial))
    const port = new URL(origin).port
    run(app, [], {
      ...desk.environment,
      PORTARIA_DATA_DIR: data,
      PORTARIA_LISTEN: `127.0.0.1:${port}`,
      PORTARIA_WHATSAPP_URL: 'ws://127.0.0.1:9/ws/chat',
    })
    const { tried } = await until(
      'the version before is up',
      async () => {
        const now = await shown()
        return now?.tried?.outcome === 'put_back' && now
      },
      60_000,
    )
    assert.equal(tried?.to, next)
    assert.ok(await same(app, base))
  })
})
