// The real programs: an emulated WhatsApp and the server on it, each on a free port with data of its own.
import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../../..', import.meta.url))
const patienceMs = 60_000

function program(name: string): string {
  const folder = process.env.PORTARIA_BIN ?? join(process.env.CARGO_TARGET_DIR ?? join(root, 'target'), 'debug')
  const path = join(folder, name)
  if (!existsSync(path))
    throw new Error(`${path} is missing: cargo build -p portaria-server -p portaria-emulator --features portaria-server/emulator`)
  return path
}

interface Running {
  /** The first group of the pattern, once the program has said it. */
  said: (pattern: RegExp) => Promise<string>
  stop: (signal?: NodeJS.Signals) => Promise<void>
}

function run(name: string, args: string[]): Running {
  const child: ChildProcess = spawn(program(name), args, { cwd: tmpdir(), env: { ...process.env, NO_COLOR: '1' } })
  let output = ''
  const listeners = new Set<() => void>()
  const hear = (chunk: Buffer) => {
    output += chunk.toString()
    listeners.forEach((listener) => listener())
  }
  child.stdout?.on('data', hear)
  child.stderr?.on('data', hear)
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  void ended.then(() => listeners.forEach((listener) => listener()))
  return {
    said: (pattern) =>
      new Promise((resolve, reject) => {
        const timer = setTimeout(() => settle(new Error(`${name} did not say ${pattern}:\n${output}`)), patienceMs)
        const settle = (outcome: string | Error) => {
          clearTimeout(timer)
          listeners.delete(look)
          if (typeof outcome === 'string') resolve(outcome)
          else reject(outcome)
        }
        const look = () => {
          const found = pattern.exec(output)?.[1]
          if (found !== undefined) settle(found)
          else if (child.exitCode !== null) settle(new Error(`${name} ended:\n${output}`))
        }
        listeners.add(look)
        look()
      }),
    stop: async (signal = 'SIGTERM') => {
      child.kill(signal)
      await ended
    },
  }
}

export interface World {
  /** The panel's address with a fresh one-time login. */
  loginUrl: string
  panelUrl: string
  /** The page on which the emulated phones are used by hand. */
  phonePageUrl: string
  phones: Phones
  /** The server is killed, as by a power cut, and is away until `back` is called. */
  kill: () => Promise<{ back: () => Promise<void> }>
  stop: () => Promise<void>
}

interface Wishes {
  /** How many QR codes a session may show before they run out. */
  qrRefs?: number
}

export async function startWorld({ qrRefs }: Wishes = {}): Promise<World> {
  const emulator = run('portaria-emulator', ['--listen', '127.0.0.1:0', ...(qrRefs === undefined ? [] : ['--qr-refs', String(qrRefs)])])
  const network = await emulator.said(/(127\.0\.0\.1:\d+)/)
  const data = await mkdtemp(join(tmpdir(), 'portaria-e2e-'))
  const serve = (listen: string) =>
    run('portaria-server', [
      'serve',
      ...['--listen', listen, '--data-dir', data, '--whatsapp-url', `ws://${network}/ws/chat`],
      ...['--provider-name', 'Conecta Zap'],
    ])
  const ready = /(http:\/\/\S+#ticket=\S+)/
  let server = serve('127.0.0.1:0')
  const loginUrl = await server.said(ready)
  const { origin: panelUrl, port } = new URL(loginUrl)
  return {
    loginUrl,
    panelUrl,
    phonePageUrl: `http://${network}/`,
    phones: new Phones(`http://${network}`),
    kill: async () => {
      await server.stop('SIGKILL')
      return {
        back: async () => {
          server = serve(`127.0.0.1:${port}`)
          await server.said(ready)
        },
      }
    },
    stop: async () => {
      await server.stop()
      await emulator.stop()
      await rm(data, { recursive: true, force: true })
    },
  }
}

export interface PhoneMessage {
  id: string
  fromMe: boolean
  text: string
  deliveries: number
  receipt: 'sent' | 'delivered' | 'read'
}

/** The emulated phones, by their control API. */
export class Phones {
  private readonly base: string

  constructor(base: string) {
    this.base = base
  }

  create = (number: string, name: string) => this.post('', { number, name })
  scan = (number: string, text: string) => this.post(`/${number}/scan`, { text })
  enterCode = (number: string, code: string) => this.post(`/${number}/code`, { code })
  send = (number: string, to: string, text: string) => this.post(`/${number}/send`, { to, text })
  read = (number: string, other: string) => this.post(`/${number}/read`, { with: other })
  typing = (number: string, to: string, on: boolean) => this.post(`/${number}/typing`, { to, on })
  unlink = (number: string) => this.post(`/${number}/unlink`, {})
  drop = (number: string) => this.post(`/${number}/drop`, {})

  async chat(number: string, other: string): Promise<PhoneMessage[]> {
    const response = await fetch(`${this.base}/control/phones/${number}/chats/${other}`)
    return response.ok ? ((await response.json()) as PhoneMessage[]) : []
  }

  private async post(path: string, body: object): Promise<void> {
    const response = await fetch(`${this.base}/control/phones${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`)
  }
}

/** Asks until it is so; a deadline, no fixed sleep. */
export async function until<T>(what: string, ask: () => Promise<T | undefined | false>, deadlineMs = 15_000): Promise<T> {
  const end = Date.now() + deadlineMs
  for (;;) {
    const answer = await ask()
    if (answer !== undefined && answer !== false) return answer
    if (Date.now() > end) throw new Error(`not within ${deadlineMs} ms: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}
