import type { QueryClient, QueryKey } from '@tanstack/react-query'

import { actingActions } from '../../api/acting'
import { noticeChange } from '../../api/chat-events'
import { connection } from '../../api/connection'
import { putMessage } from '../../api/message-events'
import { readScheduledAgain } from '../../api/outbox-events'
import { isLoggedOut, type Trouble, troubleOf } from '../../api/problem'
import { sendingActions } from '../../api/sending'
import { type Outgoing, type OutgoingAlbum, type OutgoingFile, type OwnDraft, tenantKeys } from '../../api/tenant'
import type { Address, MessagePage, Quote, SentMessage } from '../../api/types'
import { alone, canBeAlone } from '../../lib/alone'
import { local } from '../../lib/local'
import { OutgoingFiles } from './outgoing-files'

/** An Idempotency-Key. `crypto.randomUUID` is not there without HTTPS, as in a home network. */
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** Pictures and films that are to leave as one. */
export const newAlbum = (kinds: readonly OutgoingFile['looksLike'][]): OutgoingAlbum => ({
  key: newKey(),
  id: null,
  ...counted(kinds),
  isAsked: false,
})

const counted = (kinds: readonly OutgoingFile['looksLike'][]) => {
  const images = kinds.filter((kind) => kind === 'image').length
  return { images, videos: kinds.length - images }
}

/** A text or a file with the chat that it goes to. */
export interface Waiting extends Outgoing {
  chatId: string
}

/** What goes with a text or a file. */
export interface More {
  /** What it answers. */
  quote?: Quote | null
  /** Whom it mentions. */
  mentions?: Address[]
  /** Not before this moment, RFC 3339. */
  sendAt?: string
  /** What a picture or film is a part of. */
  album?: OutgoingAlbum
}

/** Each chat has a lane for texts and one for files: a film on its way keeps no text waiting. */
type Lane = 'text' | 'file'
const laneOf = ({ file }: Outgoing): Lane => (file === null ? 'text' : 'file')
const busyWith = (chatId: string, lane: Lane) => `${chatId} ${lane}`

/** So many outlive a reload; more wait in the open page alone. */
const mostKept = 300
/** The server remembers a key for two days. What waits longer than this goes out only when somebody still wants it. */
const goesByItselfMs = 24 * 60 * 60_000
/** A server that answers that something is wrong with it may mean this very text: it does not hold up the others for ever. */
const mostErrors = 5
/** Refusals that may mean that the server has the uploaded file no longer. */
const goneCodes: ReadonlySet<string> = new Set(['not_found', 'media_not_here', 'validation_failed', 'file_lost'])
const firstPauseMs = 1_000
const longestPauseMs = 30_000

const place = (tenantId: string) => `portaria.outgoing.${tenantId}.`

/** Takes off this browser what a tenant has not sent. */
export function forgetOutgoing(tenantId: string): void {
  for (const name of local.names(place(tenantId))) local.set(name, null)
  OutgoingFiles.forget(tenantId)
}

/**
 * Sends a tenant's texts and files, each chat's in their order. What the network drops goes out by itself, under the
 * same key, once the server answers again, after a reload of the page, too. Only what the server refuses waits for a
 * person.
 */
export class Sender {
  private readonly client: QueryClient
  private readonly tenantId: string
  private readonly files: OutgoingFiles
  private readonly chats = new Map<string, Waiting[]>()
  /** Lanes with a request under way, and what is being sent. */
  private readonly busy = new Map<string, string | undefined>()
  private readonly errors = new Map<string, number>()
  /** What also stands in this browser's storage, by key. */
  private readonly kept = new Set<string>()
  private failures = 0
  private retry: ReturnType<typeof setTimeout> | undefined
  private isStopped = false

  constructor(client: QueryClient, tenantId: string) {
    this.client = client
    this.tenantId = tenantId
    this.files = new OutgoingFiles(client, tenantId)
    client.setQueryDefaults(['outgoing', tenantId], { gcTime: Infinity, staleTime: Infinity })
  }

  /** Takes up what waits from before, and follows the connection until the returned function is called. */
  start(): () => void {
    this.isStopped = false
    this.restore()
    const hurry = () => {
      if (connection.get() === 'live') this.pumpAll()
    }
    const leaveLine = connection.subscribe(hurry)
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

  send(chatId: string, text: string, more: More = {}): void {
    this.add(chatId, { key: newKey(), text, file: null, ...more })
  }

  /** Sends a poll, a place or cards of people. */
  sendDraft(chatId: string, draft: OwnDraft, more: More = {}): void {
    this.add(chatId, { key: newKey(), text: '', file: null, draft, ...more })
  }

  /** Uploads a file and sends it; `text` goes with it. */
  sendFile(
    chatId: string,
    content: Blob,
    about: Omit<OutgoingFile, 'preview' | 'uploadUrl' | 'mediaId'>,
    text: string,
    more: More = {},
  ): void {
    const key = newKey()
    const preview = this.files.add(key, content)
    this.add(chatId, { key, text, file: { ...about, preview, uploadUrl: null, mediaId: null }, ...more })
  }

  /** Somebody wants something to go out that was refused. */
  sendAgain(chatId: string, key: string): void {
    const one = this.of(chatId).find((waiting) => waiting.key === key)
    if (!one) return
    this.errors.delete(key)
    // What was uploaded may have gone meanwhile: a server keeps it for a day.
    const isGone = one.file !== null && one.trouble !== null && goneCodes.has(one.trouble)
    if (one.file && isGone) this.change(one, { file: { ...one.file, mediaId: null, uploadUrl: null } })
    // Or the head of its album: then it goes alone.
    if (one.trouble === 'not_found' || one.trouble === 'validation_failed') this.change(one, { album: undefined })
    this.change(one, { state: 'sending', trouble: null })
    void this.pump(chatId, laneOf(one))
  }

  discard(chatId: string, key: string): void {
    this.forget(chatId, key)
    local.set(place(this.tenantId) + key, null)
    this.files.drop(key)
  }

  /** In which chats something waits. */
  waitsIn(): string[] {
    return [...this.chats].flatMap(([chatId, waiting]) => (waiting.length > 0 ? [chatId] : []))
  }

  /** Takes out all that waits in a chat: it is gone. */
  discardAll(chatId: string): void {
    for (const { key } of this.of(chatId)) this.discard(chatId, key)
  }

  /** Hands over what waits in a chat to another one, which it became. */
  move(from: string, to: string): void {
    const moved = this.of(from).filter(({ key }) => !this.of(to).some((known) => known.key === key))
    this.chats.set(from, [])
    this.show(from, () => [])
    if (moved.length === 0) return
    for (const one of moved) {
      one.chatId = to
      if (local.get(place(this.tenantId) + one.key) !== null) this.keep(one)
    }
    const waiting = [...this.of(to), ...moved].sort((a, b) => a.atMs - b.atMs)
    this.chats.set(to, waiting)
    this.show(to, () => waiting.map((one) => ({ ...one })))
    // What was refused only because its chat had gone.
    for (const { key, trouble } of moved) if (trouble === 'not_found') this.sendAgain(to, key)
    this.pumpAll()
  }

  /** Takes the words of messages that are gone out of what answers them. */
  async dropQuotes(isGone: (chatId: string, messageId: string) => Promise<boolean>): Promise<void> {
    for (const one of [...this.chats.values()].flat()) {
      if (one.quote && (await isGone(one.chatId, one.quote.id))) this.change(one, { quote: null })
    }
  }

  private add(chatId: string, said: Pick<Waiting, 'key' | 'text' | 'file' | 'album' | 'quote' | 'mentions' | 'sendAt' | 'draft'>): void {
    const waiting = this.of(chatId)
    // Later than the one before, so that they keep their order.
    const atMs = Math.max(Date.now(), (waiting.at(-1)?.atMs ?? 0) + 1)
    const one: Waiting = { ...said, chatId, atMs, state: 'sending', trouble: null }
    waiting.push(one)
    if (local.names(place(this.tenantId)).length < mostKept) this.keep(one)
    this.show(chatId, (shown) => [...shown, { ...one }])
    void this.pump(chatId, laneOf(one))
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
      // Maybe in a chat that became another one, of which this tab has not heard yet.
      if ([...this.chats.values()].flat().some(({ key }) => key === one.key)) continue
      const waiting = this.of(one.chatId)
      const isOld = one.state !== 'unsent' && Date.now() - one.atMs > goesByItselfMs
      this.kept.add(one.key)
      waiting.push(isOld ? { ...one, state: 'unsent' } : one)
      this.show(one.chatId, () => waiting.map((known) => ({ ...known })))
      if (one.file) void this.showAgain(one)
    }
    this.files.tidy((key) => local.get(prefix + key) !== null)
  }

  /** A file that outlived a reload can be seen again. */
  private async showAgain({ chatId, key }: Waiting): Promise<void> {
    const preview = await this.files.preview(key)
    const one = this.of(chatId).find((waiting) => waiting.key === key)
    if (one?.file && preview !== null) this.change(one, { file: { ...one.file, preview } })
  }

  private pumpAll = (): void => {
    clearTimeout(this.retry)
    this.retry = undefined
    for (const chatId of this.chats.keys()) {
      void this.pump(chatId, 'text')
      void this.pump(chatId, 'file')
    }
  }

  /** Sends what waits in a lane of a chat, one after the other, until one has to wait. */
  private async pump(chatId: string, lane: Lane): Promise<void> {
    const busyLane = busyWith(chatId, lane)
    if (this.busy.has(busyLane)) return
    this.busy.set(busyLane, undefined)
    let movedTo: string | undefined
    try {
      let isThrough = true
      while (isThrough && !this.isStopped) {
        const next = this.of(chatId).find((one) => one.state !== 'unsent' && laneOf(one) === lane)
        // It came from a chat that became this one while it was on its way; whoever sends it goes on here afterwards.
        if (!next || [...this.busy.values()].includes(next.key)) return
        this.busy.set(busyLane, next.key)
        isThrough = await alone(place(this.tenantId) + next.key, () => {
          if (!this.isTakenElsewhere(next)) return this.post(next)
          this.forget(next.chatId, next.key)
          noticeChange(this.client, this.tenantId, next.chatId)
          return Promise.resolve(true)
        })
        movedTo = next.chatId === chatId ? undefined : next.chatId
      }
    } finally {
      this.busy.delete(busyLane)
      if (movedTo !== undefined) void this.pump(movedTo, lane)
    }
  }

  /** Another tab has sent it, or somebody has given it up there, while this one waited for its turn. */
  private isTakenElsewhere({ key }: Waiting): boolean {
    return this.kept.has(key) && local.get(place(this.tenantId) + key) === null
  }

  /** False when it has to wait, and with it what stands behind it. */
  private async post(one: Waiting): Promise<boolean> {
    const { key } = one
    const askedOf = one.chatId
    try {
      const sent = await this.ask(one)
      this.failures = 0
      this.discard(one.chatId, key)
      // The socket may have brought it already, further on than this answer says.
      if (sent.message && !this.isShown(sent)) putMessage(this.client, this.tenantId, sent.message)
      if (one.sendAt !== undefined) readScheduledAgain(this.client, this.tenantId)
      noticeChange(this.client, this.tenantId, one.chatId)
      return true
    } catch (error) {
      // It was given up meanwhile.
      if (!this.of(one.chatId).includes(one)) return true
      const trouble = troubleOf(error)
      // Its chat became another one meanwhile, where it is sent next.
      if (trouble.code === 'not_found' && one.chatId !== askedOf) return true
      if (this.mayPass(key, trouble)) {
        this.change(one, { state: 'waiting', trouble: trouble.code })
        // The page finds out by itself that its login has ended; what waits goes with it.
        if (isLoggedOut(error)) void this.client.invalidateQueries({ queryKey: tenantKeys.portal(this.tenantId) })
        else this.later()
        return false
      }
      this.change(one, { state: 'unsent', trouble: trouble.code })
      return true
    }
  }

  private async ask(one: Waiting): Promise<SentMessage> {
    const { chatId, key, text, file, draft: own, quote, mentions, sendAt } = one
    const addresses = mentions?.flatMap(({ pn, lid }) => pn ?? lid ?? []) ?? []
    const more = { ...(quote && { quote: quote.id }), ...(addresses.length > 0 && { mentions: addresses }), ...(sendAt && { sendAt }) }
    if (own) return actingActions.say(this.tenantId, chatId, own, key, more)
    if (!file) return sendingActions.sendToChat(this.tenantId, chatId, text, key, more)
    let { mediaId } = file
    if (mediaId === null) {
      mediaId = await this.files.upload(key, file, (uploadUrl) => this.change(one, { file: { ...(one.file ?? file), uploadUrl } }))
      this.change(one, { file: { ...(one.file ?? file), mediaId } })
    }
    const album = await this.headOf(one)
    const asKind = { ...(file.as && { as: file.as }), ...(text !== '' && { caption: text }), ...(album !== null && { album }) }
    return actingActions.say(this.tenantId, chatId, { kind: 'media', mediaId, ...asKind }, key, more)
  }

  /** The id of the album that something is a part of. Its head goes before the first part, under a key of its own. */
  private async headOf(one: Waiting): Promise<string | null> {
    // Another tab may have sent it, or taken out a part.
    const kept = read(one.key, local.get(place(this.tenantId) + one.key))[0]
    const album = kept ? kept.album : one.album
    if (!album || album.id !== null) return album?.id ?? null
    const { key, images, videos } = album
    this.changeAlbum(one.chatId, key, () => ({ images, videos, isAsked: true }))
    const { id } = await actingActions.say(this.tenantId, one.chatId, { kind: 'album', images, videos }, key)
    this.changeAlbum(one.chatId, key, () => ({ id }))
    return id
  }

  /** Changes what the parts of an album that wait know of it; one alone is none. */
  private changeAlbum(chatId: string, key: string, change: (parts: readonly Waiting[]) => Partial<OutgoingAlbum> | null): void {
    const parts = this.of(chatId).filter(({ album }) => album?.key === key)
    const changed = change(parts)
    for (const one of parts) if (one.album) this.change(one, { album: changed ? { ...one.album, ...changed } : undefined })
  }

  /** Whether the same request may go better later, as opposed to a refusal. */
  private mayPass(key: string, { code, body }: Trouble): boolean {
    if (code === 'file_lost' || code === 'media_full') return false
    if (code === 'bad_upload' || code === 'upload_conflict') return true
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

  /** Another tab has sent or discarded something, or taken something on. */
  private hear = ({ key: name, newValue }: StorageEvent): void => {
    const prefix = place(this.tenantId)
    if (name === null || !name.startsWith(prefix)) return
    if (newValue !== null) {
      // Where tabs take turns, this one goes on with it should the other be closed.
      if (canBeAlone()) this.restore()
      return
    }
    const key = name.slice(prefix.length)
    const isBusy = [...this.busy.values()].includes(key)
    if (isBusy) return
    for (const [chatId, waiting] of this.chats) {
      if (!waiting.some((one) => one.key === key)) continue
      this.forget(chatId, key)
      noticeChange(this.client, this.tenantId, chatId)
    }
  }

  private of(chatId: string): Waiting[] {
    const waiting = this.chats.get(chatId) ?? []
    this.chats.set(chatId, waiting)
    return waiting
  }

  private change(one: Waiting, change: Partial<Pick<Outgoing, 'state' | 'trouble' | 'file' | 'album' | 'quote'>>): void {
    Object.assign(one, change)
    if (local.get(place(this.tenantId) + one.key) !== null) this.keep(one)
    const next = { ...one }
    this.show(one.chatId, (shown) => shown.map((known) => (known.key === one.key ? next : known)))
  }

  private forget(chatId: string, key: string): void {
    const gone = this.of(chatId).find((one) => one.key === key)
    const others = this.of(chatId).filter((one) => one.key !== key)
    this.files.cancel(key)
    this.chats.set(chatId, others)
    this.errors.delete(key)
    this.kept.delete(key)
    this.show(chatId, (shown) => shown.filter((one) => one.key !== key))
    // What its album's head is to say, as long as it was not said.
    if (gone?.album && !gone.album.isAsked) {
      const kinds = (parts: readonly Waiting[]) => parts.flatMap(({ file }) => file?.looksLike ?? [])
      this.changeAlbum(chatId, gone.album.key, (parts) => (parts.length < 2 ? null : counted(kinds(parts))))
    }
  }

  private keep({ key, file, ...rest }: Waiting): void {
    const name = place(this.tenantId) + key
    local.set(name, JSON.stringify({ ...rest, file: file && { ...file, preview: null } }))
    // A full storage takes nothing: what never stood there was not taken off by another tab.
    if (local.get(name) !== null) this.kept.add(key)
  }

  /** What is shown are copies: a change to what is shown itself would look like none. */
  private show(chatId: string, edit: (shown: Outgoing[]) => Outgoing[]): void {
    this.client.setQueryData<Outgoing[]>(tenantKeys.outgoing(this.tenantId, chatId), (shown = []) => edit(shown))
  }

  private isShown(sent: SentMessage): boolean {
    const key = tenantKeys.messages(this.tenantId, sent.chatId)
    const pages = this.client.getQueryData<{ pages: MessagePage[] }>(key)
    return pages?.pages.some((page) => page.items.some((item) => item.id === sent.id && item.fromMe)) ?? false
  }
}

const ownKinds: ReadonlySet<string> = new Set<OwnDraft['kind']>(['poll', 'place', 'contacts'])

/** What was kept, if it is what this version keeps. A request that was under way is tried again. */
function read(key: string, text: string | null): Waiting[] {
  try {
    const kept = JSON.parse(text ?? '') as Partial<Waiting>
    const { chatId, text: words, atMs, state, trouble = null, file = null, quote = null, mentions, sendAt, draft, album } = kept
    if (typeof chatId !== 'string' || typeof words !== 'string' || typeof atMs !== 'number') return []
    if (mentions !== undefined && !Array.isArray(mentions)) return []
    if (draft !== undefined && (typeof draft !== 'object' || !ownKinds.has(draft.kind))) return []
    if (sendAt !== undefined && typeof sendAt !== 'string') return []
    if (quote !== null && typeof quote.id !== 'string') return []
    if (file !== null && (typeof file !== 'object' || typeof file.name !== 'string')) return []
    if (album !== undefined && (typeof album.key !== 'string' || typeof album.images !== 'number' || typeof album.videos !== 'number'))
      return []
    const isUnsent = state === 'unsent'
    return [
      {
        key,
        chatId,
        text: words,
        file,
        draft,
        album,
        quote,
        mentions,
        sendAt,
        atMs,
        state: isUnsent ? 'unsent' : 'waiting',
        trouble: isUnsent ? trouble : null,
      },
    ]
  } catch {
    return []
  }
}

const senders = new WeakMap<QueryClient, Map<string, Sender>>()

/** The one that sends a tenant's texts and files in this page. */
export function senderOf(client: QueryClient, tenantId: string): Sender {
  const known = senders.get(client) ?? new Map<string, Sender>()
  senders.set(client, known)
  const sender = known.get(tenantId) ?? new Sender(client, tenantId)
  known.set(tenantId, sender)
  return sender
}
