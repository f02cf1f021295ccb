// A tenant of the real server, which is to say a whatsapp-rust client, by the server's own API.
import type { components } from '../../src/api/schema.gen'
import { until, type World } from '../support/programs'

type Schemas = components['schemas']
type Message = Schemas['Message']

export class Tenant {
  private readonly base: string
  private readonly key: string

  private constructor(base: string, key: string) {
    this.base = base
    this.key = key
  }

  static async create({ panelUrl }: World, provider: Provider, name: string): Promise<Tenant> {
    const response = await fetch(`${panelUrl}/api/saas/create-tenant`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...provider },
      body: JSON.stringify({ name }),
    })
    if (!response.ok) throw new Error(`create-tenant: ${response.status} ${await response.text()}`)
    const { tenant, apiKey } = (await response.json()) as Schemas['CreatedTenant']
    return new Tenant(`${panelUrl}/api/whatsapp/${tenant.id}`, apiKey)
  }

  /** Links the phone `number` and waits until the tenant is connected. */
  async link({ phones }: World, number: string): Promise<void> {
    await this.ask('POST', '/start')
    const qr = await until('the tenant has a QR code', () => this.ask<Schemas['Qr']>('GET', '/qr').catch(() => undefined))
    await phones.scan(number, qr.text)
    await this.is('connected')
  }

  async start(): Promise<void> {
    await this.ask('POST', '/start')
    await this.is('connected')
  }

  async stop(): Promise<void> {
    await this.ask('POST', '/stop')
    await this.is('stopped')
  }

  is(status: Schemas['SessionState']['status']): Promise<unknown> {
    const asked = async () => (await this.ask<Schemas['SessionState']>('GET', '/status')).status === status
    return until(`the tenant is ${status}`, asked, 30_000)
  }

  async send(to: string, text: string): Promise<void> {
    await this.ask('POST', '/send', { to, text })
  }

  /** Has a draft sent: a message of its own to somebody, or what is about another one. */
  sendDraft(body: Schemas['SendMessage']): Promise<Schemas['SentMessage']> {
    return this.ask('POST', '/send', body)
  }

  /** The same in a chat that is there, perhaps as an answer. */
  sendInto(chatId: string, body: Schemas['SendToChat']): Promise<Schemas['SentMessage']> {
    return this.ask('POST', `/chats/${chatId}/send`, body)
  }

  async upload(file: Buffer): Promise<string> {
    return ((await (await this.request('POST', '/media', new Uint8Array(file))).json()) as Schemas['UploadedMedia']).id
  }

  /** The bytes of a message's file, which is fetched if it was not by itself. */
  file({ file }: Message): Promise<Buffer> {
    return until(`the file ${file?.id} is here`, async () => {
      const state = await this.request('GET', `/media/${file?.id}`).catch(() => undefined)
      if (state?.status === 200) return Buffer.from(await state.arrayBuffer())
      await this.request('POST', `/media/${file?.id}/fetch`).catch(() => undefined)
      return undefined
    })
  }

  /** Every message of every chat, by its id. Nothing stands there twice. */
  async everything(): Promise<Map<string, Message>> {
    const { items: chats } = await this.ask<Schemas['ChatPage']>('GET', '/chats?limit=200')
    const all = new Map<string, Message>()
    for (const { id } of chats) {
      let cursor = ''
      do {
        const page = await this.ask<Schemas['MessagePage']>('GET', `/chats/${id}/messages?limit=200${cursor}`)
        for (const message of page.items) {
          if (all.has(message.id)) throw new Error(`${message.id} stands in the panel twice`)
          all.set(message.id, message)
        }
        cursor = page.nextCursor ? `&cursor=${page.nextCursor}` : ''
      } while (cursor)
    }
    return all
  }

  /** What was said with a number or in a group, newest first. */
  async messages(number: string): Promise<Message[]> {
    const chat = await this.chat(number)
    return chat ? (await this.ask<Schemas['MessagePage']>('GET', `/chats/${chat.id}/messages`)).items : []
  }

  message(number: string, text: string, is: (message: Message) => boolean = () => true): Promise<Message> {
    return until(`the tenant has ${text}`, async () =>
      (await this.messages(number)).find((message) => message.content.kind === 'text' && message.content.text === text && is(message)),
    )
  }

  async read(number: string): Promise<void> {
    const chat = await this.chat(number)
    await this.ask('POST', `/chats/${chat?.id}/read`)
  }

  async chat(number: string): Promise<Schemas['Chat'] | undefined> {
    const { items } = await this.ask<Schemas['ChatPage']>('GET', '/chats')
    return items.find(({ pn }) => pn === number || pn?.startsWith(`${number}@`))
  }

  private async ask<T>(method: string, path: string, body?: object): Promise<T> {
    const text = await (await this.request(method, path, body && JSON.stringify(body))).text()
    return (text ? JSON.parse(text) : undefined) as T
  }

  private async request(method: string, path: string, body?: string | Uint8Array<ArrayBuffer>): Promise<Response> {
    const response = await fetch(this.base + path, {
      method,
      headers: { authorization: `Bearer ${this.key}`, ...(typeof body === 'string' && { 'content-type': 'application/json' }) },
      ...(body && { body }),
    })
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`)
    return response
  }
}

/** What the provider's page says with each request. */
export interface Provider extends Record<string, string> {
  cookie: string
  'portaria-page': string
}

/** Logs the provider in with the ticket that the server printed. */
export async function logIn({ loginUrl, panelUrl }: World): Promise<Provider> {
  const ticket = new URLSearchParams(new URL(loginUrl).hash.slice(1)).get('ticket')
  const response = await fetch(`${panelUrl}/api/saas/ticket-login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ticket }),
  })
  const cookie = response.headers.get('set-cookie')?.split(';')[0]
  const page = response.headers.get('portaria-page')?.split('.')[0]
  if (!response.ok || cookie === undefined || page === undefined)
    throw new Error(`ticket-login: ${response.status} ${await response.text()}`)
  return { cookie, 'portaria-page': page }
}
