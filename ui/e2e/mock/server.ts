// A Mock: the built pages under the server's own Content-Security-Policy, with an API that answers from a small world.
// It has no socket, so it also shows that the pages go on by asking.
import { readFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

import type {
  Account,
  Address,
  Access,
  ChatSettings,
  Contact,
  DesktopSettings,
  GalleryPart,
  MediaFile,
  NewProfile,
  NumberCheck,
  Participant,
  QuickReply,
  Settings,
  Update,
} from '../../src/api/types'
import { isInGallery } from '../../src/api/gallery'
import { upToDate } from '../../src/testing/update'
import { file as mediaContent, mediaFile, settings } from '../../src/testing/world'

import { access } from './access'
import { accountPlane, type AccountState, panelLogins, preferences } from './account'
import { labels, marked, members, receiptsOf } from './acting'
import { type Answer, type Body, page, problem } from './answers'
import { attendantsPlane, attendingPlane, type AttendingState } from './attending'
import { blockedPlane, contactsPlane, people } from './contacts'
import { earlierPlane, type EarlierState } from './earlier-accounts'
import { erase, erasuresPlane, type ErasureState, tell } from './erasures'
import { archive, type ExportState, exportsPlane } from './exports'
import { files, type Upload } from './files'
import { listed, pageOf, searched } from './finding'
import { hoursPlane, type HoursState, nothingAutomatic, tonightMs } from './hours'
import { importPlane, type ImportingState } from './importing'
import { groupPlane, joinRequests, newGroup } from './groups'
import { answerNumber } from './number-asked'
import { outboxOf, outboxPlane } from './outbox'
import { keysPlane } from './api-keys'
import { noPasskey, passkeyPlane, type PasskeyState } from './passkey'
import { providerPlane } from './provider'
import { statistics, table } from './statistics'
import { pushPlane, type PushMock } from './push'
import { replies, repliesPlane } from './quick-replies'
import { taken, type WebhookState, webhooksPlane } from './webhooks'
import {
  account,
  type ApiKey,
  type Chat,
  type Message,
  message,
  pastPictures,
  type MessageChange,
  chats,
  conversation,
  filesId,
  keys,
  secret,
  type Session,
  session,
  type Tenant,
  tenantId,
  tenants,
} from './world'

const dist = fileURLToPath(new URL('../../dist', import.meta.url))

/** The policies of `src-tauri/server/src/layers/headers.rs`. */
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; media-src 'self' blob:; font-src 'self'; " +
  "connect-src 'self'; manifest-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'; require-trusted-types-for 'script'"

/** What the portals' worker may do. */
const workerPolicy = "default-src 'none'; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'"

const permissions = 'camera=(), payment=(), usb=(), browsing-topics=()'
const devices = { ofPortal: 'geolocation=(self), microphone=(self)', ofOthers: 'geolocation=(), microphone=()' }

const kinds: Record<string, string> = {
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.html': 'text/html; charset=utf-8',
  '.png': 'image/png',
}

export interface MockState
  extends AccountState, AttendingState, EarlierState, ErasureState, ExportState, HoursState, ImportingState, PushMock, WebhookState {
  isLoggedIn: boolean
  tenants: Tenant[]
  session: Session
  passkey: PasskeyState
  expectedPhone: string | null
  /** Scanned, and does not have the expected number. */
  unexpectedAccount: Account | null
  chats: Chat[]
  contacts: Contact[]
  checks: NumberCheck[]
  quickReplies: QuickReply[]
  /** Of the shop's programs. */
  shopKeys: ApiKey[]
  members: Participant[]
  /** Who asks to be let into a group. */
  joinRequests: Address[]
  inviteCode: number
  /** Addresses of people whom nobody may add to a group. */
  addedByNobody: Set<string>
  linkState: 'active' | 'revoked'
  keys: ApiKey[]
  settings: Settings
  access: Access
  password: string | null
  /** Whether a code is asked for after the password; the mock's app shows 123456. */
  totpOn: boolean
  /** Whether the panel is opened at the computer that runs the server. */
  isAtServer: boolean
  desktop: DesktopSettings
  update: Update
  historyDays: number | null
  keepsDeleted: boolean
  /** Whether the interface is another than the one that was built, as after an update of the server. */
  isUpdated: boolean
  /** Answers nothing, as a server that is away. */
  isAway: boolean
  /** What was sent here, oldest first, by its Idempotency-Key. */
  sent: Map<string, Message>
  /** Messages that are not the world's any more, by their ids. */
  changed: Map<string, Message>
  /** Files whose state is not the world's any more, by their ids. */
  files: Map<string, MediaFile>
  uploads: Map<string, Upload>
  /** After so many bytes of a request an upload breaks off; it is gone on with once this is null. */
  breaksUploadsAfter: number | null
  /** What was decided about messages that failed, by their ids. */
  outbox: Map<string, 'again' | 'discarded'>
  /** When what waits for its hour leaves, by the ids of messages. */
  scheduled: Map<string, number>
  /** What chats became that are no more, by their ids. */
  became: Map<string, string>
  /** How sending is refused. */
  refuses: { status: number; code: string } | null
  /** So many messages are taken; the next are refused until somebody ends that. */
  refusesAfter: number | null
  /** Requests for these paths are carried out, and their answers get lost. */
  loses: RegExp | null
  /** Requests for these paths wait for `release`, so that a page stays in its waiting state. */
  holds: RegExp | null
  /** Answers instead of the world where it says anything; a tenant's part of the API. */
  answersFirst: ((method: string, url: URL) => Answer | undefined) | null
  /** So many pictures stand before the files of the chat that has some. */
  pastPictures: number
  /** When the world began; whatever happened in it stands in relation to this. */
  beganAtMs: number
  /** What was asked for, in order: method, path and query. */
  asked: string[]
}

export interface Mock {
  url: string
  state: MockState
  /** Answers what is held. */
  release: () => void
  stop: () => Promise<void>
}

export async function startMock(): Promise<Mock> {
  const now = Date.now()
  const state: MockState = {
    isLoggedIn: true,
    tenants: tenants(now),
    session: session('connected', { cause: 'logged_in' }),
    account,
    own: { about: 'Pão quente a partir das 6h', pictureId: null },
    logins: panelLogins(now),
    preferences: preferences(),
    push: null,
    pushTested: { outcome: 'taken', status: null },
    passkey: noPasskey(),
    expectedPhone: null,
    unexpectedAccount: null,
    chats: chats(now),
    contacts: people(chats(now)),
    checks: [],
    imported: null,
    importsBy: 1,
    erasures: [],
    erasing: new Map(),
    events: [],
    erasesBy: 40,
    exports: [],
    exportsBy: 80_000,
    exportsFail: null,
    quickReplies: replies,
    shopKeys: [],
    webhooks: [],
    deliveries: new Map(),
    testAnswer: taken,
    earlierAccounts: [],
    hours: null,
    openNow: { isOpen: true, changesAtMs: tonightMs() },
    automatic: nothingAutomatic(),
    attendants: [],
    ownAttendant: null,
    notes: [],
    lookers: [],
    members,
    joinRequests: joinRequests(),
    inviteCode: 1,
    addedByNobody: new Set(),
    linkState: 'active',
    keys: keys(now),
    settings: settings(),
    access: access(now),
    password: 'correct horse',
    totpOn: false,
    isAtServer: true,
    desktop: { startsWithSystem: false, keepsAwake: true, notifies: true },
    update: upToDate(now),
    mediaPolicy: { kinds: ['image', 'voice', 'sticker'], largestBytes: 32_000_000, totalBytes: 5_000_000_000 },
    mediaChoice: null,
    mediaUsedBytes: 1_240_000_000,
    historyDays: null,
    keepsDeleted: false,
    isUpdated: false,
    isAway: false,
    sent: new Map(),
    changed: new Map(),
    files: new Map(),
    uploads: new Map(),
    breaksUploadsAfter: null,
    outbox: new Map(),
    scheduled: new Map(),
    became: new Map(),
    refuses: null,
    refusesAfter: null,
    loses: null,
    holds: null,
    answersFirst: null,
    pastPictures: 0,
    beganAtMs: now,
    asked: [],
  }
  const held: (() => void)[] = []
  const server = createServer((request, response) => {
    void handle(state, held, request, response).catch(() => response.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    state,
    release: () => {
      state.holds = null
      held.splice(0).forEach((go) => go())
    },
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}

async function handle(state: MockState, held: (() => void)[], request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://mock')
  if (url.pathname.startsWith('/assets/')) return file(response, url.pathname)
  if (url.pathname === '/api/docs') {
    response.writeHead(200, { 'content-type': 'text/html' })
    return void response.end('<title>Swagger UI</title>')
  }
  // The server has more than what stands in the interface, in the same form.
  if (url.pathname === '/passkey-extension.zip') return file(response, url.pathname)
  if (url.pathname === '/licenses.txt') return file(response, '/licenses/interface.txt')
  const isApi = url.pathname.startsWith('/api/') || url.pathname.endsWith('/login')
  if (state.isAway && !isApi) return void response.destroy()
  if (url.pathname === '/client/offline-worker.js')
    return file(response, '/offline-worker.js', { allowed: workerPolicy, isUpdated: state.isUpdated })
  if (url.pathname.endsWith('/app.webmanifest')) return manifest(response, url)
  const { isUpdated } = state
  if (!isApi) return file(response, url.pathname.startsWith('/client/') ? '/portal.html' : '/index.html', { isUpdated })
  state.asked.push(`${request.method} ${url.pathname}${url.search}`)
  if (state.isAway) return void response.destroy()
  if (state.holds?.test(url.pathname)) await new Promise<void>((go) => held.push(go))
  if (await files(state, request, response, url)) return
  if (archive(response, url)) return
  let text = ''
  for await (const chunk of request) text += String(chunk)
  const isFile = url.pathname.endsWith('/contacts/imports')
  const body = (isFile ? { text } : text === '' ? {} : JSON.parse(text)) as Body
  const key = String(request.headers['idempotency-key'] ?? '')
  const [status, data] = answer(state, request.method ?? 'GET', url, body, key)
  if (state.loses?.test(url.pathname)) return void response.destroy()
  if (typeof data === 'string') {
    response.writeHead(status, { 'content-type': 'text/csv; charset=utf-8' })
    return void response.end(data)
  }
  response.writeHead(status, { 'content-type': status >= 400 ? 'application/problem+json' : 'application/json' })
  response.end(data === undefined ? undefined : JSON.stringify(data))
}

/** A portal as an app, called as its page says. */
async function manifest(response: ServerResponse, url: URL): Promise<void> {
  const name = url.searchParams.get('name')
  const place = url.pathname.replace('/app.webmanifest', '')
  const built = JSON.parse(await readFile(join(dist, 'portal.webmanifest'), 'utf8')) as object
  response.writeHead(200, { 'content-type': 'application/manifest+json' })
  response.end(JSON.stringify({ ...built, name, short_name: name, id: place, start_url: place, scope: place }))
}

/** What an update changes in a page, and in the name under which the worker keeps it. */
const updated = (text: string) => text.replace('<title>', '<meta name="updated" /><title>').replace(/`[0-9a-f]{12}`/, '`updated`')

async function file(response: ServerResponse, path: string, { allowed = policy, isUpdated = false } = {}): Promise<void> {
  const built = await readFile(join(dist, path)).catch(() => null)
  if (built === null) return void response.writeHead(404).end()
  const content = isUpdated ? updated(built.toString()) : built
  response.writeHead(200, {
    'content-type': kinds[extname(path)] ?? 'application/octet-stream',
    'content-security-policy': allowed,
    'permissions-policy': `${path === '/portal.html' ? devices.ofPortal : devices.ofOthers}, ${permissions}`,
  })
  response.end(content)
}

function answer(state: MockState, method: string, url: URL, body: Body, key: string): Answer {
  const path = url.pathname
  if (path.startsWith('/client/')) {
    if (body.secret !== secret || state.linkState === 'revoked') return problem(401, 'link_invalid')
    return [200, { tenantId, tenantName: 'Padaria Sol', providerName: 'Conecta Zap' }]
  }
  if (path.startsWith('/api/saas/')) return providerPlane(state, method, url, body)
  if (state.linkState === 'revoked') return problem(401, 'unauthorized')
  return state.answersFirst?.(method, url) ?? tenantPlane(state, method, url, body, key)
}

/** A text or a file is taken once, however often it comes under its key. */
function send(state: MockState, chatId: string, { text = '', message: draft, quote, mentions, sendAt }: Body, key: string): Answer {
  if (state.refuses) return problem(state.refuses.status, state.refuses.code)
  if (state.refusesAfter !== null && state.sent.size >= state.refusesAfter) return problem(409, 'tenant_paused')
  const known = state.sent.get(key)
  const said: MessageChange = { status: 'queued', clientKey: key }
  const find = (id: string, chat = chatId) => messagesOf(state, chat).find((one) => one.id === id)
  const quoted = quote === undefined ? undefined : find(quote)
  if (quote !== undefined && !quoted) return problem(404, 'not_found')
  if (quoted) {
    const { id, sender, fromMe, content } = quoted
    said.context = { quote: { id, sender, fromMe, kind: content.kind, text: content.kind === 'text' ? content.text : '' } }
  }
  if (mentions) said.context = { ...said.context, mentions: mentions.map((pn) => ({ pn, lid: null })) }
  if (draft && 'target' in draft && draft.kind !== 'forward') {
    const target = find(draft.target.messageId)
    const changed = target && marked(draft, target, Date.now())
    if (!changed) return problem(404, 'not_found')
    state.changed.set(changed.id, changed)
    return [202, { id: key, chatId, status: 'queued', duplicate: false, message: changed }]
  }
  if (draft?.kind === 'forward') {
    const target = find(draft.target.messageId, draft.target.chatId)
    if (!target) return problem(404, 'not_found')
    Object.assign(said, { content: target.content, file: target.file, context: { ...said.context, forwarded: 1 } })
  }
  if (draft?.kind === 'album') said.content = { kind: 'album', images: draft.images, videos: draft.videos }
  if (draft && 'album' in draft && draft.album) {
    if (find(draft.album)?.content.kind !== 'album') return problem(422, 'validation_failed')
    said.context = { ...said.context, album: draft.album }
  }
  if (draft?.kind === 'poll') {
    const options = draft.options.map((name) => ({ name, hash: name }))
    said.content = { kind: 'poll', question: draft.question, options, choices: draft.choices ?? 0 }
  }
  if (draft?.kind === 'place') said.content = { isLive: false, ...draft }
  if (draft?.kind === 'contacts') {
    const cards = draft.cards.map(({ name, vcard }) => ({ name, vcard, numbers: [/TEL[^:]*:(.*)/.exec(vcard)?.[1]?.trim() ?? ''] }))
    said.content = { kind: 'contacts', cards }
  }
  if (draft?.kind === 'media') {
    const upload = [...state.uploads.values()].find(({ media }) => media?.id === draft.mediaId)
    if (!upload?.media) return problem(404, 'not_found')
    const { id, mime, sizeBytes, kind, fileName } = upload.media
    const shown = { caption: draft.caption, fileName, hasThumbnail: false, durationS: kind === 'voice' ? 2 : null }
    Object.assign(said, { content: mediaContent(draft.as ?? kind, shown), file: mediaFile({ id, mime, sizeBytes }) })
  }
  const sent = known ?? message(chatId, 1_000 + state.sent.size, true, text, Date.now(), said)
  state.sent.set(key, sent)
  if (sendAt !== undefined) state.scheduled.set(sent.id, Date.parse(sendAt))
  return [202, { id: sent.id, chatId, status: 'queued', duplicate: known !== undefined, message: sent }]
}

/** What is said in a chat, oldest first, as it is now. */
function messagesOf(state: MockState, chatId: string): Message[] {
  const here = [...state.sent.values()].filter((one) => one.chatId === chatId)
  const past = chatId === filesId ? pastPictures(chatId, state.beganAtMs, state.pastPictures) : []
  return [...past, ...conversation(chatId, state.beganAtMs), ...here]
    .map((one) => state.changed.get(one.id) ?? one)
    .filter(({ id, marks }) => state.outbox.get(id) !== 'discarded' && marks.isDeletedForMe !== true)
    .map((one): Message => ({ ...one, file: state.files.get(one.file?.id ?? '') ?? one.file ?? null }))
    .map((one): Message => (state.outbox.has(one.id) ? { ...one, status: 'queued', failure: null } : one))
}

function tenantPlane(state: MockState, method: string, url: URL, body: Body, key: string): Answer {
  const rest = url.pathname.split('/').slice(4)
  const [first, asked = '', act] = rest
  const chatId = state.became.get(asked) ?? asked
  const now = Date.now()
  switch (first) {
    case undefined:
      return [
        200,
        {
          tenantId,
          tenantName: state.tenants.find(({ id }) => id === tenantId)?.name ?? 'Padaria Sol',
          providerName: 'Conecta Zap',
          account: state.account,
          expectedPhone: state.expectedPhone,
          unexpectedAccount: state.unexpectedAccount,
          session: state.session,
          lastEventNumber: state.events.length,
        },
      ]
    case 'pair':
    case 'start':
      return [202, state.session]
    case 'confirm-number':
      return answerNumber(state, body)
    case 'qr':
      if (state.session.status !== 'pairing') return problem(409, 'no_qr', { session: state.session })
      return [
        200,
        {
          text: `2@${'mZ4kQ9xT'.repeat(22)},${'aB3'.repeat(14)}=,${'cD5'.repeat(14)}=,${'eF7'.repeat(14)}=`,
          expiresAtMs: state.session.nextAtMs ?? now,
          attempt: 1,
        },
      ]
    case 'stop':
      state.session = session('stopped', { action: 'start' })
      return [202, state.session]
    case 'passkey': {
      const told = passkeyPlane(state, method, rest[1], body)
      return 'refused' in told ? problem(409, told.refused) : told
    }
    case 'pair-code':
      return [200, { code: 'K7MZ4QTX', expiresAtMs: now + 160_000 }]
    case 'logout':
      state.account = null
      state.session = session('logged_out', { cause: 'unlinked_here', action: 'new_code' })
      return [202, state.session]
    case 'leave':
      return [204]
    case 'socket-ticket':
      return [201, { ticket: 'none', expiresAtMs: now + 60_000 }]
    case 'events':
      return [200, { items: state.events.slice(Number(url.searchParams.get('after'))), lastNumber: state.events.length, resync: false }]
    case 'send':
      return send(state, state.chats[0]?.id ?? '', body, key)
    case 'contacts':
      if (chatId === 'imports') {
        return importPlane(state, method, url, rest.slice(2), (body as { text?: string }).text ?? '') ?? problem(404, 'not_found')
      }
      if (act === 'erase') return erase(state, chatId) ?? problem(404, 'not_found')
      return contactsPlane(state, method, url, rest.slice(1), body) ?? problem(404, 'not_found')
    case 'looking':
      return method === 'GET' ? [200, state.lookers] : [204]
    case 'attendants':
      return attendantsPlane(state, method, rest.slice(1), body) ?? problem(404, 'not_found')
    case 'profile':
      if (method === 'POST' && state.refuses) return problem(state.refuses.status, state.refuses.code)
      return accountPlane(state, method, rest, body as NewProfile) ?? problem(404, 'not_found')
    case 'earlier-accounts':
      if (method !== 'GET' && state.refuses) return problem(state.refuses.status, state.refuses.code)
      return earlierPlane(state, method, rest[1], body)
    case 'business-hours':
    case 'automatic-messages':
      if (method !== 'GET' && state.refuses) return problem(state.refuses.status, state.refuses.code)
      return hoursPlane(state, method, rest[0] ?? '', body)
    case 'preferences':
    case 'storage':
    case 'media-policy':
    case 'logins':
      return accountPlane(state, method, rest, body as NewProfile) ?? problem(404, 'not_found')
    case 'push':
      return pushPlane(state, method, rest.slice(1), body)
    case 'erasures':
      return erasuresPlane(state, rest[1]) ?? problem(404, 'not_found')
    case 'exports':
      return exportsPlane(state, method, url, rest.slice(1), body)
    case 'blocked':
      return blockedPlane(state, method, body)
    case 'labels':
      return [200, labels]
    case 'outbox':
      return outboxPlane(state, method, url, body)
    case 'groups': {
      const like = state.chats.find(({ kind }) => kind === 'group')
      return like ? newGroup(state, like, body) : problem(404, 'not_found')
    }
    case 'api-keys':
      return keysPlane(state, method, rest.slice(1), body)
    case 'quick-replies':
      return repliesPlane(state, method, rest.slice(1), body) ?? problem(404, 'not_found')
    case 'webhooks':
      return webhooksPlane(state, method, url, rest.slice(1), body)
    case 'messages': {
      const all = state.chats.flatMap((chat) => messagesOf(state, chat.id))
      return searched(state.chats, all, url.searchParams)
    }
    case 'statistics': {
      const shown = statistics(state.chats, url.searchParams, state.chats.length === 0, state.hours !== null)
      return [200, rest[1] === 'export' ? table(shown) : shown]
    }
    case 'chats':
      break
    default:
      return problem(404, 'not_found')
  }
  if (chatId === '') return page(listed(state.chats, url.searchParams), url.searchParams, [50, 200])
  const chat = state.chats.find((one) => one.id === chatId)
  if (!chat) return problem(404, 'not_found')
  if (act === undefined) return [200, chat]
  if (act === 'messages') {
    const id = rest[3]
    if (id !== undefined) {
      const found = messagesOf(state, chatId).find((one) => one.id === decodeURIComponent(id))
      if (found && method === 'DELETE') {
        if (state.refuses) return problem(state.refuses.status, state.refuses.code)
        state.changed.set(found.id, { ...found, marks: { ...found.marks, isDeletedForMe: true } })
        return [204]
      }
      return found && rest[4] === 'receipts' ? [200, receiptsOf(found)] : problem(404, 'not_found')
    }
    const all = messagesOf(state, chatId).reverse()
    return pageOf(all, url.searchParams) ?? problem(404, 'not_found')
  }
  if (act === 'gallery') {
    const part = (url.searchParams.get('part') ?? 'media') as GalleryPart
    const all = messagesOf(state, chatId).filter((one) => isInGallery(part, one))
    return pageOf(all.reverse(), url.searchParams) ?? problem(404, 'not_found')
  }
  if (act === 'settings') {
    const { isArchived, isMuted, mutedUntil, isPinned, isMarkedUnread, disappearsAfterS } = body as unknown as ChatSettings
    if (state.refuses) return problem(state.refuses.status, state.refuses.code)
    if (isArchived != null) chat.isArchived = isArchived
    if (isPinned != null) chat.pinnedAtMs = isPinned ? now : null
    if (isMarkedUnread != null) chat.isMarkedUnread = isMarkedUnread
    if (disappearsAfterS != null) chat.disappearsAfterS = disappearsAfterS || null
    if (isMuted != null) {
      chat.mutedForEver = isMuted && mutedUntil == null
      chat.mutedUntilMs = isMuted && mutedUntil != null ? Date.parse(mutedUntil) : null
    }
    return [200, chat]
  }
  const attending = attendingPlane(state, method, chat, rest.slice(2), body)
  if (attending) return attending
  if (act === 'labels') return [200, Object.assign(chat, { labels: (body as unknown as { labels: string[] }).labels })]
  if (act === 'block') return [200, Object.assign(chat, { isBlocked: (body as unknown as { isBlocked: boolean }).isBlocked })]
  if (act === 'delete') {
    state.chats = state.chats.filter((one) => one !== chat)
    tell(state, { type: 'chat.removed', data: { chatId, mergedInto: null } })
    return [204]
  }
  const ofGroup = groupPlane(state, method, chat, act, body)
  if (ofGroup) return ofGroup
  if (act === 'participants') return [200, []]
  if (act === 'outbox') {
    return outboxOf(
      state,
      method,
      messagesOf(state, chatId).find(({ id }) => id === rest[3]),
    )
  }
  if (act === 'read') Object.assign(chat, { unread: 0, isMarkedUnread: false })
  if (act === 'send') return send(state, chatId, body, key)
  return method === 'POST' ? [204] : problem(405, 'method_not_allowed')
}
