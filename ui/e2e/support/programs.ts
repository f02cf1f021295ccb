// The real programs: an emulated WhatsApp and the server on it, each on a free port with data of its own.
import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../../..', import.meta.url))
const patienceMs = 60_000

/** One of ours, as it was built. */
export function program(name: string): string {
  const folder = process.env.PORTARIA_BIN ?? join(process.env.CARGO_TARGET_DIR ?? join(root, 'target'), 'debug')
  const path = join(folder, name)
  if (!existsSync(path))
    throw new Error(`${path} is missing: cargo build -p portaria-server -p portaria-emulator --features portaria-server/emulator`)
  return path
}

export interface Running {
  /** The first group of the pattern, once the program has said it. */
  said: (pattern: RegExp) => Promise<string>
  /** Tells it something that doesn't end it. */
  signal: (signal: NodeJS.Signals) => void
  stop: (signal?: NodeJS.Signals) => Promise<void>
}

/** Starts a program; `settings` go over this environment. */
export function run(name: string, args: string[], settings: Record<string, string> = {}): Running {
  const path = name.startsWith('portaria') ? program(name) : name
  const child: ChildProcess = spawn(path, args, { cwd: tmpdir(), env: { ...process.env, NO_COLOR: '1', ...settings } })
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
    signal: (signal) => void child.kill(signal),
    stop: async (signal = 'SIGTERM') => {
      child.kill(signal)
      await ended
    },
  }
}

export interface Network {
  host: string
  /** Where WhatsApp's clients connect. */
  wsUrl: string
  phones: Phones
  stop: () => Promise<void>
}

interface Wishes {
  /** How many QR codes a session may show before they run out. */
  qrRefs?: number
}

export async function startNetwork({ qrRefs }: Wishes = {}): Promise<Network> {
  const scarce = qrRefs === undefined ? [] : ['--qr-refs', String(qrRefs)]
  const emulator = run('portaria-emulator', ['--listen', '127.0.0.1:0', ...scarce])
  const host = await emulator.said(/(127\.0\.0\.1:\d+)/)
  return { host, wsUrl: `ws://${host}/ws/chat`, phones: new Phones(`http://${host}`), stop: () => emulator.stop() }
}

export interface World {
  network: Network
  /** The panel's address with a fresh one-time login. */
  loginUrl: string
  panelUrl: string
  /** The page on which the emulated phones are used by hand. */
  phonePageUrl: string
  phones: Phones
  /** Has the server read its certificates again, as an operator's script does. */
  reload: () => void
  /** The server is killed, as by a power cut, and is away until `back` is called. */
  kill: () => Promise<{ back: () => Promise<void> }>
  /** Ends the server alone; its data go. */
  stopServer: () => Promise<void>
  stop: () => Promise<void>
}

export async function startWorld(wishes: Wishes = {}): Promise<World> {
  return startWorldOn(await startNetwork(wishes), ['--provider-name', 'Conecta Zap'])
}

/** A server in a fresh folder, on a network that is there. */
export async function startWorldOn(network: Network, args: string[] = []): Promise<World> {
  const data = await mkdtemp(join(tmpdir(), 'portaria-e2e-'))
  const serve = (listen: string) =>
    run('portaria-server', ['serve', ...['--listen', listen, '--data-dir', data, '--whatsapp-url', network.wsUrl], ...args])
  const ready = /(http:\/\/\S+#ticket=\S+)/
  let server = serve('127.0.0.1:0')
  const loginUrl = await server.said(ready)
  const { origin: panelUrl, port } = new URL(loginUrl)
  const stopServer = async () => {
    await server.stop()
    await rm(data, { recursive: true, force: true })
  }
  return {
    network,
    loginUrl,
    panelUrl,
    phonePageUrl: `http://${network.host}/`,
    phones: network.phones,
    reload: () => server.signal('SIGHUP'),
    kill: async () => {
      await server.stop('SIGKILL')
      return {
        back: async () => {
          server = serve(`127.0.0.1:${port}`)
          await server.said(ready)
        },
      }
    },
    stopServer,
    stop: async () => {
      await stopServer()
      await network.stop()
    },
  }
}

export interface PhoneMessage {
  id: string
  fromMe: boolean
  /** The number of who wrote it. */
  sender: string
  text: string
  content: {
    kind: string
    voice?: boolean
    name?: string
    quoted?: string | null
    viewOnce: boolean
    opened: boolean
    edited: boolean
    revoked: boolean
    reactions: Record<string, string>
    file?: { mimetype: string; bytes: number; width?: number; height?: number; seconds?: number; waveform?: number[] }
  }
  deliveries: number
  receipt: 'sent' | 'delivered' | 'read' | 'played'
}

export interface Phone {
  /** A device asked for a code that is to be typed on this phone. */
  codeAsked: boolean
  devices: { id: number; name: string; online: boolean }[]
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

  /** Sends a file; `about` is what is said of it. Returns the message's id. */
  async sendFile(number: string, to: string, file: Buffer, about: Record<string, string>): Promise<string> {
    const query = new URLSearchParams({ to, ...about })
    const response = await fetch(`${this.base}/control/phones/${number}/send?${query}`, { method: 'POST', body: new Uint8Array(file) })
    if (!response.ok) throw new Error(`${response.status} ${await response.text()}`)
    return ((await response.json()) as { id: string }).id
  }

  /** The owner shows another picture beside the name. */
  async showPicture(number: string, file: Buffer): Promise<void> {
    const response = await fetch(`${this.base}/control/phones/${number}/picture`, { method: 'PUT', body: new Uint8Array(file) })
    if (!response.ok) throw new Error(`${response.status} ${await response.text()}`)
  }

  /** The file of a message, as somebody sees it who opens it on the phone. */
  async file(number: string, other: string, id: string): Promise<Buffer> {
    const response = await fetch(`${this.base}/control/phones/${number}/chats/${other}/files/${id}`)
    if (!response.ok) throw new Error(`${response.status} ${await response.text()}`)
    return Buffer.from(await response.arrayBuffer())
  }

  /** What WhatsApp's media servers hold, oldest first. */
  async media(): Promise<{ paths: string[] }[]> {
    return (await (await fetch(`${this.base}/control/media`)).json()) as { paths: string[] }[]
  }

  read = (number: string, other: string) => this.post(`/${number}/read`, { with: other })
  typing = (number: string, to: string, on: boolean) => this.post(`/${number}/typing`, { to, on })
  unlink = (number: string) => this.post(`/${number}/unlink`, {})
  /** The account also uses Meta's own API: how it tells devices of itself that are linked from now on. */
  coexist = (number: string, how: { hostedEnvelope?: boolean; hostedDetails?: boolean }) => this.post(`/${number}/coexistence`, how)
  drop = (number: string) => this.post(`/${number}/drop`, {})

  async chat(number: string, other: string): Promise<PhoneMessage[]> {
    const response = await fetch(`${this.base}/control/phones/${number}/chats/${other}`)
    return response.ok ? ((await response.json()) as PhoneMessage[]) : []
  }

  async show(number: string): Promise<Phone> {
    const response = await fetch(`${this.base}/control/phones/${number}`)
    return (await response.json()) as Phone
  }

  /** From now on the account links devices with a passkey only; the phone holds the key. */
  requirePasskey = (number: string) => this.post(`/${number}/passkey`, { on: true })
  /** The owner's authenticator answers a request; what it says, as a browser writes it. */
  async answerPasskey(number: string, options: object): Promise<unknown> {
    const response = await this.ask(`/phones/${number}/passkey/answer`, { optionsJson: JSON.stringify(options) })
    return JSON.parse(((await response.json()) as { assertionJson: string }).assertionJson)
  }
  /** The owner goes on at the phone, which then shows a code. */
  async allowPasskey(number: string): Promise<string> {
    await this.post(`/${number}/passkey/allow`, {})
    return until('a code on the phone', async () => {
      const response = await fetch(`${this.base}/control/phones/${number}/passkey`)
      return ((await response.json()) as { code: string | null }).code ?? undefined
    })
  }
  /** The owner says that the codes are the same, or that they are not. */
  confirmPasskey = (number: string) => this.post(`/${number}/passkey/confirm`, {})
  refusePasskey = (number: string) => this.post(`/${number}/passkey/refuse`, {})

  /** Makes a group; its address is `id`. */
  async group(number: string, subject: string, members: string[]): Promise<{ id: string }> {
    const response = await this.ask(`/phones/${number}/groups`, { subject, members })
    return (await response.json()) as { id: string }
  }

  /** Ends the link to a file. */
  expire = (directPath: string) => this.ask('/media/expire', { directPath })
  /** A file is gone everywhere. */
  lose = (directPath: string) => this.ask('/media/lose', { directPath })

  /** Has the network misbehave, until it is told to be good; see the emulator's README. */
  misbehave = (fault: Record<string, unknown>) => this.ask('/faults', fault)
  async behave(): Promise<void> {
    await fetch(`${this.base}/control/faults`, { method: 'DELETE' })
  }

  /** How often WhatsApp gave a message to a device (`number:device`). */
  async handed(id: string, device: string): Promise<number> {
    const answer = await fetch(`${this.base}/control/ledger?id=${id}`)
    const { messages } = (await answer.json()) as { messages: { copies: Record<string, { timesHanded: number }> }[] }
    return messages[0]?.copies[device]?.timesHanded ?? 0
  }

  /** Everybody's privacy id, and the number that it stands for. */
  async lids(): Promise<Map<string, string>> {
    const all = (await (await fetch(`${this.base}/control/phones`)).json()) as { number: string; lid: string }[]
    return new Map(all.map(({ number, lid }) => [lid, number]))
  }

  /** The authority that vouches for the network's TLS, as PEM. */
  async certificate(): Promise<string> {
    return (await fetch(`${this.base}/control/certificate`)).text()
  }

  /** The certificate root of the network, which a strict client must trust. */
  async root(): Promise<Buffer> {
    const response = await fetch(`${this.base}/control/root`)
    return Buffer.from(((await response.json()) as { publicKey: string }).publicKey, 'hex')
  }

  private async post(path: string, body: object): Promise<void> {
    await this.ask(`/phones${path}`, body)
  }

  private async ask(path: string, body: object): Promise<Response> {
    const response = await fetch(`${this.base}/control${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`)
    return response
  }
}

/** Asks until it is so; a deadline, no fixed sleep. */
export async function until<T>(what: string | (() => string), ask: () => Promise<T | undefined | false>, deadlineMs = 15_000): Promise<T> {
  const end = Date.now() + deadlineMs
  for (;;) {
    const answer = await ask()
    if (answer !== undefined && answer !== false) return answer
    if (Date.now() > end) throw new Error(`not within ${deadlineMs} ms: ${typeof what === 'string' ? what : what()}`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}
