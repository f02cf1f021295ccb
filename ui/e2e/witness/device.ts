// A linked device by Baileys: its socket, its keys, and what it has heard.
import makeWASocket, {
  type AnyMessageContent,
  type AuthenticationState,
  BufferJSON,
  DisconnectReason,
  generateWAMessage,
  generateWAMessageFromContent,
  initAuthCreds,
  proto,
  type SignalDataSet,
  type SignalDataTypeMap,
  type WAMessage,
  type WASocket,
} from 'baileys'

import { type Network, until } from '../support/programs'

// libsignal tells the console of each session that begins or ends.
console.info = console.warn = () => undefined

/** Keys as a file would hold them: what comes back is never the object that went in. */
function storedKeys(): AuthenticationState['keys'] {
  const stored = new Map<string, string>()
  return {
    get: <T extends keyof SignalDataTypeMap>(type: T, ids: string[]) => {
      const found: Record<string, SignalDataTypeMap[T]> = {}
      for (const id of ids) {
        const text = stored.get(`${type} ${id}`)
        if (text === undefined) continue
        const value: unknown = JSON.parse(text, BufferJSON.reviver)
        const known = type === 'app-state-sync-key' ? proto.Message.AppStateSyncKeyData.fromObject(value as object) : value
        found[id] = known as SignalDataTypeMap[T]
      }
      return found
    },
    set: (data: SignalDataSet) => {
      for (const [type, values] of Object.entries(data))
        for (const [id, value] of Object.entries(values))
          if (value === null || value === undefined) stored.delete(`${type} ${id}`)
          else stored.set(`${type} ${id}`, JSON.stringify(value, BufferJSON.replacer))
    },
  }
}

const restart: number = DisconnectReason.restartRequired

/** What Baileys says in the course of things. */
const everyday = [
  // The end of a connection: see `endedBy`.
  /^stream errored out/,
  // The name comes with the app state, a moment after the login.
  /^no name present, ignoring presence update request/,
  // It asks for the app state before the phone has handed over the keys, and goes on when it has them.
  /^critical_block blocked on missing key .*parking/,
  // It takes the chat of an answer for the writer of its event, and knows writers by their numbers alone.
  /^failed to decrypt event response/,
  // It takes an answer about a privacy id for one about a number.
  /^Invalid LID-PN mapping: (\d+@lid), \1$/,
]

export const jid = (number: string) => `${number}@s.whatsapp.net`

/** How far a message of this device has come. */
export type Status = proto.WebMessageInfo.Status

export class Device {
  readonly auth: AuthenticationState = { creds: initAuthCreds(), keys: storedKeys() }
  readonly messages: WAMessage[] = []
  readonly history: WAMessage[] = []
  readonly names = new Map<string, string>()
  readonly statuses = new Map<string, Status>()
  /** Messages that were given a star, and those that lost it. */
  readonly stars = new Map<string, boolean>()
  /** What Baileys warned of, beyond the everyday. */
  readonly complaints: string[] = []
  socket!: WASocket
  qr: string | undefined
  isOpen = false
  /** The phone's account of the past, in percent. */
  historyProgress = 0
  /** Whether the server's marker said that everything from while it was away has come. */
  isCaughtUp = false
  /** The status of the last end, as `DisconnectReason` names them. */
  endedBy: number | undefined
  private readonly url: string

  constructor(url: string) {
    this.url = url
    this.connect()
  }

  /** A device that the phone `number` has scanned, and told everything. */
  static async linked({ wsUrl, phones }: Network, number: string): Promise<Device> {
    const device = new Device(wsUrl)
    await phones.scan(number, await device.shownQr())
    await device.opened()
    await device.introduced()
    return device
  }

  get jid(): string {
    return this.auth.creds.me?.id ?? ''
  }

  connect(): void {
    this.isOpen = false
    this.isCaughtUp = false
    this.endedBy = undefined
    const socket = makeWASocket({
      auth: this.auth,
      waWebSocketUrl: this.url,
      logger: this.logger(),
      browser: ['Portaria', 'Chrome', '1.0'],
      countryCode: 'BR',
      appStateMacVerification: { patch: true, snapshot: true },
      // Left to itself Baileys asks for the whole past and drops the older half of it.
      shouldSyncHistoryMessage: () => true,
      getMessage: (key) => Promise.resolve(this.messages.find((message) => message.key.id === key.id)?.message ?? undefined),
    })
    this.socket = socket
    socket.ev.on('creds.update', (change) => Object.assign(this.auth.creds, change))
    socket.ev.on('connection.update', ({ connection, qr, receivedPendingNotifications, lastDisconnect }) => {
      if (qr !== undefined) this.qr = qr
      if (receivedPendingNotifications === true) this.isCaughtUp = true
      if (connection === 'open') this.isOpen = true
      if (connection !== 'close') return
      const code = (lastDisconnect?.error as { output?: { statusCode: number } } | undefined)?.output?.statusCode ?? 0
      // Baileys never comes back on its own.
      if (code === restart) return this.connect()
      this.isOpen = false
      this.endedBy = code
    })
    socket.ev.on('messages.upsert', ({ messages }) => {
      this.messages.push(...messages)
      for (const { key, status } of messages) this.progress(key.id, status)
    })
    socket.ev.on('messages.update', (changes) => {
      for (const { key, update } of changes) {
        this.progress(key.id, update.status)
        if (key.id && typeof update.starred === 'boolean') this.stars.set(key.id, update.starred)
      }
    })
    socket.ev.on('messaging-history.set', ({ messages, contacts, progress }) => {
      this.historyProgress = Math.max(this.historyProgress, progress ?? 0)
      this.history.push(...messages)
      for (const contact of contacts) if (contact.id && contact.name) this.names.set(contact.id, contact.name)
    })
    socket.ev.on('contacts.upsert', (contacts) => {
      for (const { id, name } of contacts) if (name) this.names.set(id, name)
    })
  }

  opened(): Promise<unknown> {
    return until('the device is logged in and caught up', () => Promise.resolve(this.isOpen && this.isCaughtUp), 30_000)
  }

  /** Its phone has told it everything: its own name by the app state, and the past. */
  introduced(): Promise<unknown> {
    const isTold = () => Boolean(this.auth.creds.me?.name) && this.historyProgress === 100
    return until('the phone has told the device everything', () => Promise.resolve(isTold()), 30_000)
  }

  ended(): Promise<number> {
    return until('the connection ends', () => Promise.resolve(this.endedBy), 30_000)
  }

  shownQr(): Promise<string> {
    return until('a QR code is shown', () => Promise.resolve(this.qr))
  }

  /** The message of others that says this, in words of its own or below a picture. */
  heard(text: string): Promise<WAMessage> {
    const says = ({ key, message }: WAMessage) => key.fromMe !== true && textOf(message) === text
    return until(`the device hears ${text}`, () => Promise.resolve(this.messages.find(says)))
  }

  /** The message with this id. */
  heardOf(id: string): Promise<WAMessage> {
    return until(`the device hears ${id}`, () => Promise.resolve(this.messages.find(({ key }) => key.id === id)))
  }

  /** Sends, and gives the id of what was sent. */
  async send(to: string, content: AnyMessageContent): Promise<string> {
    return idOf(await this.say(to, content))
  }

  /** Sends, perhaps as an answer, and gives the whole of what was sent. */
  async say(to: string, content: AnyMessageContent, quoted?: WAMessage): Promise<WAMessage> {
    const sent = await this.socket.sendMessage(to, content, { quoted })
    if (!sent) throw new Error('Baileys sent nothing')
    return sent
  }

  /** What would be sent; its file is uploaded. */
  async prepared(to: string, content: AnyMessageContent): Promise<proto.IMessage> {
    const upload = this.socket.waUploadToServer
    return (await generateWAMessage(to, content, { userJid: this.jid, upload })).message ?? {}
  }

  /** Sends a protobuf as it is; `attributes` go onto its stanza. */
  async relay(to: string, message: proto.IMessage, attributes: Record<string, string> = {}): Promise<WAMessage> {
    const copy = proto.Message.decode(proto.Message.encode(message).finish())
    const whole = generateWAMessageFromContent(to, copy, { userJid: this.jid })
    await this.socket.relayMessage(to, copy, { messageId: idOf(whole), additionalAttributes: attributes })
    this.messages.push(whole)
    return whole
  }

  reached(id: string, status: Status): Promise<unknown> {
    return until(`${id} comes as far as ${status}`, () => Promise.resolve((this.statuses.get(id) ?? 0) >= status))
  }

  async close(): Promise<void> {
    await this.socket.end(undefined)
  }

  /** A receipt may come before the message's own event, and be told within it. */
  private progress(id: string | null | undefined, status: Status | null | undefined): void {
    if (id) this.statuses.set(id, Math.max(this.statuses.get(id) ?? 0, status ?? 0))
  }

  private logger() {
    const complain = (what: unknown, message?: string) => {
      const said = `${message ?? ''} ${typeof what === 'string' ? what : JSON.stringify(what, plainErrors)}`.trim()
      if (!everyday.some((pattern) => pattern.test(said))) this.complaints.push(said)
    }
    const silent = () => undefined
    const logger = { level: 'warn', child: () => logger, trace: silent, debug: silent, info: silent, warn: complain, error: complain }
    return logger
  }
}

export function idOf({ key }: WAMessage): string {
  if (!key.id) throw new Error('Baileys gave the message no id')
  return key.id
}

function plainErrors(_: string, value: unknown): unknown {
  return value instanceof Error ? value.stack : value
}

export function textOf(message: proto.IMessage | null | undefined): string | undefined {
  return message?.conversation ?? message?.extendedTextMessage?.text ?? message?.imageMessage?.caption ?? undefined
}
