import type { QueryClient, QueryKey } from '@tanstack/react-query'

import { line } from '../../api/line'
import { noticeChange, putMessage } from '../../api/live'
import { isLoggedOut, type Trouble, troubleOf } from '../../api/problem'
import { type Outgoing, tenantActions, tenantKeys } from '../../api/tenant'
import type { MessagePage, SentMessage } from '../../api/types'
import { local } from '../../lib/local'

/** An Idempotency-Key. `crypto.randomUUID` is not there without HTTPS, as in a home network. */
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** A text with the chat that it goes to. */
interface Waiting extends Outgoing {
  chatId: string
}

/** So many outlive a reload; more wait in the open page alone. */
const mostKept = 300
/** The server remembers a key for two days. What waits longer than this goes out only when somebody still wants it. */
const goesByItselfMs = 24 * 60 * 60_000
/** A server that answers that something is wrong with it may mean this very text: it does not hold up the others for ever. */
const mostErrors = 5
const firstPauseMs = 1_000
const longestPauseMs = 30_000

const place = (tenantId: string) => `portaria.outgoing.${tenantId}.`

/** Takes off this browser what a tenant has not sent. */
export function forgetOutgoing(tenantId: string): void {
  for (const name of local.names(place(tenantId))) local.set(name, null)
}

/**
 * Sends a tenant's texts, each chat's in their order. What the network drops goes out by itself, under the same key,
 * once the server answers again, after a reload of the page, too. Only what the server refuses waits for a person.
 */
export class Sender {
  private readonly client: QueryClient
  private readonly tenantId: string
  private readonly chats = new Map<string, Waiting[]>()
  /** Chats with a request under way, and what is being sent. */
  private readonly busy = new Map<string, string | undefined>()
  private readonly errors = new Map<string, number>()
  private failures = 0
  private retry: ReturnType<typeof setTimeout> | undefined
  private isStopped = false

  constructor(client: QueryClient, tenantId: string) {
    this.client = client
    this.tenantId = tenantId
    client.setQueryDefaults(['outgoing', tenantId], { gcTime: Infinity, staleTime: Infinity })
  }

  /** Takes up what waits from before, and follows the connection until the returned function is called. */
  start(): () => void {
    this.isStopped = false
    this.restore()
    const hurry = () => {
      if (line.get() === 'live') this.pumpAll()
    }
    const leaveLine = line.subscribe(hurry)
    addEventListener('online', this.pumpAll)
    addEventListener('storage', this.hear)
    const leaveCache = this.client.getQueryCache().subscribe(({ type, query }) => {
      const [what, whose, chatId] = query.queryKey as QueryKey & string[]
      if (type === 'updated' && what === 'outgoing' && whose === this.tenantId && chatId) this.settle(chatId)
    })
    this.pumpAll()
    return () => {
      this.isStopped = true
      clearTimeout(this.retry)
      this.retry = undefined
      leaveLine()
      leaveCache()
      removeEventListener('online', this.pumpAll)
      removeEventListener('storage', this.hear)
    }
  }

  send(chatId: string, text: string): void {
    const waiting = this.of(chatId)
    // Later than the one before, so that they keep their order.
    const atMs = Math.max(Date.now(), (waiting.at(-1)?.atMs ?? 0) + 1)
    const one: Waiting = { key: newKey(), chatId, text, atMs, state: 'sending', trouble: null }
    waiting.push(one)
    if (local.names(place(this.tenantId)).length < mostKept) this.keep(one)
    this.show(chatId, (shown) => [...shown, one])
    void this.pump(chatId)
  }

  /** Somebody wants a text to go out that was refused. */
  sendAgain(chatId: string, key: string): void {
    const one = this.of(chatId).find((waiting) => waiting.key === key)
    if (!one) return
    this.errors.delete(key)
    this.change(one, { state: 'sending', trouble: null })
    void this.pump(chatId)
  }

  discard(chatId: string, key: string): void {
    this.forget(chatId, key)
    local.set(place(this.tenantId) + key, null)
  }

  /** An event has told that the server has it: whatever is not shown any more needs to be sent no more. */
  private settle(chatId: string): void {
    const shown = this.client.getQueryData<Outgoing[]>(tenantKeys.outgoing(this.tenantId, chatId)) ?? []
    for (const { key } of this.of(chatId)) if (!shown.some((one) => one.key === key)) this.discard(chatId, key)
  }

  private restore(): void {
    const prefix = place(this.tenantId)
    const kept = local.names(prefix).flatMap((name) => read(name.slice(prefix.length), local.get(name)))
    for (const one of kept.sort((a, b) => a.atMs - b.atMs)) {
      const waiting = this.of(one.chatId)
      if (waiting.some(({ key }) => key === one.key)) continue
      const isOld = one.state !== 'unsent' && Date.now() - one.atMs > goesByItselfMs
      waiting.push(isOld ? { ...one, state: 'unsent' } : one)
      this.show(one.chatId, () => [...waiting])
    }
  }

  private pumpAll = (): void => {
    clearTimeout(this.retry)
    this.retry = undefined
    for (const chatId of this.chats.keys()) void this.pump(chatId)
  }

  /** Sends what waits in a chat, one after the other, until one has to wait. */
  private async pump(chatId: string): Promise<void> {
    if (this.busy.has(chatId)) return
    this.busy.set(chatId, undefined)
    try {
      let isThrough = true
      while (isThrough && !this.isStopped) {
        const next = this.of(chatId).find(({ state }) => state !== 'unsent')
        if (!next) return
        isThrough = await this.post(next)
      }
    } finally {
      this.busy.delete(chatId)
    }
  }

  /** False when it has to wait, and with it what stands behind it. */
  private async post(one: Waiting): Promise<boolean> {
    const { chatId, key, text } = one
    this.busy.set(chatId, key)
    try {
      const sent = await tenantActions.sendToChat(this.tenantId, chatId, text, key)
      this.failures = 0
      this.discard(chatId, key)
      // The socket may have brought it already, further on than this answer says.
      if (sent.message && !this.isShown(sent)) putMessage(this.client, this.tenantId, sent.message)
      noticeChange(this.client, this.tenantId, chatId)
      return true
    } catch (error) {
      const trouble = troubleOf(error)
      if (this.mayPass(key, trouble)) {
        this.change(one, { state: 'waiting', trouble: trouble.code })
        // The page finds out by itself that its login has ended; then this waits for the next one.
        if (isLoggedOut(error)) void this.client.invalidateQueries({ queryKey: tenantKeys.portal(this.tenantId) })
        else this.later()
        return false
      }
      this.change(one, { state: 'unsent', trouble: trouble.code })
      return true
    }
  }

  /** Whether the same request may go better later, as opposed to a refusal. */
  private mayPass(key: string, { code, body }: Trouble): boolean {
    if (body === null || code === 'rate_limited' || code === 'request_timeout' || code === 'storage_full') return true
    if (code === 'unauthorized' || code === 'link_invalid') return true
    if (body.status < 500) return false
    const count = (this.errors.get(key) ?? 0) + 1
    this.errors.set(key, count)
    return count < mostErrors
  }

  private later(): void {
    if (this.retry !== undefined || this.isStopped) return
    const pauseMs = Math.min(longestPauseMs, firstPauseMs * 2 ** this.failures++) * (0.75 + Math.random() / 2)
    this.retry = setTimeout(this.pumpAll, pauseMs)
  }

  /** Another tab has sent or discarded it. */
  private hear = ({ key: name, newValue }: StorageEvent): void => {
    const prefix = place(this.tenantId)
    if (name === null || newValue !== null || !name.startsWith(prefix)) return
    const key = name.slice(prefix.length)
    for (const chatId of this.chats.keys()) if (this.busy.get(chatId) !== key) this.forget(chatId, key)
  }

  private of(chatId: string): Waiting[] {
    const waiting = this.chats.get(chatId) ?? []
    this.chats.set(chatId, waiting)
    return waiting
  }

  private change(one: Waiting, change: Pick<Outgoing, 'state' | 'trouble'>): void {
    Object.assign(one, change)
    if (local.get(place(this.tenantId) + one.key) !== null) this.keep(one)
    const next = { ...one }
    this.show(one.chatId, (shown) => shown.map((known) => (known.key === one.key ? next : known)))
  }

  private forget(chatId: string, key: string): void {
    const others = this.of(chatId).filter((one) => one.key !== key)
    this.chats.set(chatId, others)
    this.errors.delete(key)
    this.show(chatId, (shown) => shown.filter((one) => one.key !== key))
  }

  private keep({ key, ...rest }: Waiting): void {
    local.set(place(this.tenantId) + key, JSON.stringify(rest))
  }

  private show(chatId: string, edit: (shown: Outgoing[]) => Outgoing[]): void {
    this.client.setQueryData<Outgoing[]>(tenantKeys.outgoing(this.tenantId, chatId), (shown = []) => edit(shown))
  }

  private isShown(sent: SentMessage): boolean {
    const key = tenantKeys.messages(this.tenantId, sent.chatId)
    const pages = this.client.getQueryData<{ pages: MessagePage[] }>(key)
    return pages?.pages.some((page) => page.items.some((item) => item.id === sent.id && item.fromMe)) ?? false
  }
}

/** What was kept, if it is what this version keeps. A request that was under way is tried again. */
function read(key: string, text: string | null): Waiting[] {
  try {
    const kept = JSON.parse(text ?? '') as Partial<Waiting>
    const { chatId, text: words, atMs, state, trouble = null } = kept
    if (typeof chatId !== 'string' || typeof words !== 'string' || typeof atMs !== 'number') return []
    return [
      { key, chatId, text: words, atMs, state: state === 'unsent' ? 'unsent' : 'waiting', trouble: state === 'unsent' ? trouble : null },
    ]
  } catch {
    return []
  }
}

const senders = new WeakMap<QueryClient, Map<string, Sender>>()

/** The one that sends a tenant's texts in this page. */
export function senderOf(client: QueryClient, tenantId: string): Sender {
  const known = senders.get(client) ?? new Map<string, Sender>()
  senders.set(client, known)
  const sender = known.get(tenantId) ?? new Sender(client, tenantId)
  known.set(tenantId, sender)
  return sender
}
