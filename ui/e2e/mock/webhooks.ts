// A tenant's webhooks in the mocked world: what is refused, and how deliveries are listed, as the server does both.
import type {
  DeliveryState,
  SendAgainBody,
  Webhook,
  WebhookAttempt,
  WebhookBody,
  WebhookChangeBody,
  WebhookDelivery,
  WebhookOverview,
} from '../../src/api/types'
import { type Answer, problem } from './answers'
import { tenantId } from './world'

/** A delivery with all its attempts. */
export interface LoggedDelivery extends WebhookDelivery {
  log: WebhookAttempt[]
}

export interface WebhookState {
  webhooks: Webhook[]
  /** Of each webhook, by its id, the newest event first. */
  deliveries: Map<string, LoggedDelivery[]>
  /** What receivers answer to a test. */
  testAnswer: Omit<WebhookAttempt, 'atMs'>
}

const hourMs = 3_600_000
const minuteMs = 60_000
/** For so long the secret before holds. */
const bothHoldMs = 24 * hourMs
const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYo='
const idOf = (kind: string, at: number) => `01900000-0000-7000-8000-00000${kind}${String(at).padStart(6, '0')}`

export const taken: Omit<WebhookAttempt, 'atMs'> = { tookMs: 128, status: 200, failure: null, answer: '{"message":"Workflow was started"}' }
export const refused: Omit<WebhookAttempt, 'atMs'> = { tookMs: 1_640, status: 500, failure: 'refused', answer: 'Internal Server Error' }

export const webhook = (at: number, change: Partial<Webhook> = {}): Webhook => ({
  id: idOf('a', at),
  url: `https://n8n.padaria-sol.example:5678/webhook/7c1f0d2e-pedidos-${at}`,
  events: [],
  headerNames: [],
  inlineMediaBytes: 0,
  state: 'active',
  stateSinceMs: 0,
  disabledReason: null,
  failingSinceMs: null,
  earlierSecretUntilMs: null,
  createdAtMs: 0,
  ...change,
})

/** One of each kind of health. */
export function someWebhooks(now: number): Webhook[] {
  const since = { stateSinceMs: now - 50 * hourMs, createdAtMs: now - 900 * hourMs }
  return [
    webhook(1, {
      ...since,
      events: ['message.created', 'message.received', 'message.status_changed'],
      headerNames: ['authorization', 'x-loja'],
    }),
    webhook(2, { ...since, url: 'https://typebot.example/api/v1/sessions/padaria', failingSinceMs: now - 3 * hourMs }),
    webhook(3, { ...since, url: 'https://crm.example/hooks/whatsapp?loja=12', events: ['contact.erased'], state: 'paused' }),
    webhook(4, {
      ...since,
      url: 'http://antigo.example:8080/entrada',
      events: ['message.received'],
      state: 'disabled',
      disabledReason: 'failing',
      failingSinceMs: now - 170 * hourMs,
    }),
  ]
}

const names = ['message.received', 'message.status_changed', 'message.created', 'message.updated', 'chat.updated', 'session.status_changed']

/** How long after the event each attempt is. */
const waitsMs = [0, 5_000, 305_000, 2_105_000].concat([3, 8, 18, 32, 52, 76].map((hours) => hours * hourMs))

/** One delivery; of those that are old enough for it, of every seven one has failed. */
function delivery(of: number, at: number, ageMs: number, now: number, isWaiting: boolean, types: readonly string[]): LoggedDelivery {
  const isGivenUp = at % 7 === 0 && ageMs > (waitsMs.at(-1) ?? 0)
  const state: DeliveryState = isWaiting ? 'waiting' : isGivenUp ? 'failed' : 'delivered'
  const attempts = state === 'delivered' ? 1 : state === 'failed' ? waitsMs.length : at % 2 === 0 ? 2 : 0
  const eventAtMs = now - ageMs
  const log = waitsMs.slice(0, attempts).map((waitMs) => ({ atMs: eventAtMs + waitMs, ...(state === 'delivered' ? taken : refused) }))
  return {
    id: idOf(`b${of}`.padStart(2, '0').slice(-1), at),
    sequence: at,
    type: types[at % types.length] ?? 'message.received',
    eventAtMs,
    state,
    failure: isGivenUp ? 'tried_out' : null,
    attempts,
    nextAtMs: isWaiting && at % 2 === 0 ? now + 280_000 : null,
    endedAtMs: isWaiting ? null : (log.at(-1)?.atMs ?? eventAtMs),
    lastAttempt: lastOf(log),
    log,
  }
}

/** Without its answer, as lists have it. */
function lastOf(log: readonly WebhookAttempt[]): WebhookDelivery['lastAttempt'] {
  const last = log.at(-1)
  return last ? { atMs: last.atMs, tookMs: last.tookMs, status: last.status, failure: last.failure } : null
}

/** Without its attempts, as a page has it. */
function listed(delivery: LoggedDelivery): WebhookDelivery {
  const { log, ...plain } = delivery
  return { ...plain, lastAttempt: lastOf(log) }
}

/** A webhook with what came of its last attempt, and how much waits. */
function overview(state: WebhookState, webhook: Webhook): WebhookOverview {
  const all = state.deliveries.get(webhook.id) ?? []
  const log = all.flatMap((one) => one.log).sort((one, other) => one.atMs - other.atMs)
  return { ...webhook, lastAttempt: lastOf(log), waitingCount: all.filter((one) => one.state === 'waiting').length }
}

/** So many deliveries, the newest first; the newest `waiting` of them wait. */
export function manyDeliveries(of: number, count: number, now: number, waiting = 0, types: readonly string[] = names): LoggedDelivery[] {
  const gapMs = waiting > 0 ? 2 * minuteMs : 1.5 * hourMs
  return Array.from({ length: count }, (_, index) => delivery(of, count - index, index * gapMs + 20_000, now, index < waiting, types))
}

/** Webhooks with something behind each of them. */
export function setWebhooks(state: WebhookState, now: number): void {
  state.webhooks = someWebhooks(now)
  state.deliveries = new Map(
    state.webhooks.map(({ id, events }, at) => {
      const [count, waiting] = [[120, 140, 60, 0][at] ?? 0, [0, 80, 4, 0][at] ?? 0]
      return [id, manyDeliveries(at + 1, count, now, waiting, events.length === 0 ? names : events)]
    }),
  )
}

type FieldError = { field: string; code: string; detail: string }
const wrong = (errors: FieldError[]): Answer => problem(422, 'validation_failed', { errors })
const invalid = (field: string, code = 'invalid'): FieldError => ({ field, code, detail: '' })

const reserved =
  /^(connection|content-(encoding|length|type)|expect|host|keep-alive|proxy-.*|te|trailer|transfer-encoding|upgrade|webhook-.*)$/
const ofThisNetwork = /^(localhost|127\.|10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|169\.254\.|\[)/

function errorsIn({ url, events, headers, inlineMediaBytes }: WebhookChangeBody): FieldError[] {
  const errors: FieldError[] = []
  if (url != null) {
    if (url.length > 2_048) errors.push(invalid('url', 'too_long'))
    else if (!mayBePostedTo(url)) errors.push(invalid('url'))
  }
  if (events?.some((name) => !/^[a-z_]+\.[a-z_]+$/.test(name)) === true) errors.push(invalid('events'))
  if ((inlineMediaBytes ?? 0) > 512 * 1_024) errors.push(invalid('inlineMediaBytes'))
  if ((headers?.length ?? 0) > 10) errors.push(invalid('headers'))
  headers?.forEach(({ name, value }, at) => {
    const plain = name.trim().toLowerCase()
    if (!/^[!#$%&'*+.^_`|~\da-z-]{1,100}$/.test(plain) || reserved.test(plain)) errors.push(invalid(`headers[${at}].name`))
    else if (headers.findIndex((one) => one.name.trim().toLowerCase() === plain) < at) errors.push(invalid(`headers[${at}].name`, 'taken'))
    // eslint-disable-next-line no-control-regex -- what a header's value may not hold
    if (/[\u0000-\u001f\u007f]/.test(value) || value.length > 2_048) errors.push(invalid(`headers[${at}].value`))
  })
  return errors
}

function mayBePostedTo(text: string): boolean {
  if (!URL.canParse(text.trim())) return false
  const { protocol, host, username, password, port } = new URL(text.trim())
  const isUsual = port === '' || port === '80' || port === '443' || Number(port) >= 1_024
  return /^https?:$/.test(protocol) && !ofThisNetwork.test(host) && username === '' && password === '' && isUsual
}

/** What `…/webhooks` answers. */
export function webhooksPlane(state: WebhookState, method: string, url: URL, rest: string[], body: object): Answer {
  const [id, act, deliveryId, deed] = rest
  const now = Date.now()
  if (id === undefined)
    return method === 'POST' ? make(state, body as WebhookBody, now) : [200, state.webhooks.map((one) => overview(state, one))]
  const known = state.webhooks.find((one) => one.id === id)
  if (!known) return problem(404, 'not_found')
  const all = state.deliveries.get(id) ?? []
  switch (act) {
    case undefined:
      if (method === 'DELETE') {
        state.webhooks = state.webhooks.filter((one) => one !== known)
        return [204]
      }
      return method === 'POST' ? change(known, body) : [200, known]
    case 'pause':
      if (known.state === 'active') Object.assign(known, { state: 'paused', stateSinceMs: now })
      return [200, known]
    case 'resume':
      if (known.state !== 'active') Object.assign(known, { state: 'active', stateSinceMs: now, disabledReason: null, failingSinceMs: null })
      return [200, known]
    case 'rotate':
      known.earlierSecretUntilMs = now + bothHoldMs
      return [200, { webhook: known, secret }]
    case 'test':
      return [200, { atMs: now, ...state.testAnswer }]
    case 'send-again':
      return sendAgain(known, all, body, now)
    case 'deliveries':
      if (deliveryId === undefined) return logged(all, url.searchParams)
      return one(
        known,
        all.find((found) => found.id === deliveryId),
        deed,
        now,
      )
    default:
      return problem(404, 'not_found')
  }
}

function make(state: WebhookState, body: WebhookBody, now: number): Answer {
  const errors = errorsIn(body)
  if (errors.length > 0) return wrong(errors)
  if (state.webhooks.length >= 10) return problem(409, 'too_many_webhooks')
  const made = webhook(100 + state.webhooks.length, { stateSinceMs: now, createdAtMs: now })
  change(made, body)
  state.webhooks = [...state.webhooks, made]
  return [201, { webhook: made, secret }]
}

function change(known: Webhook, body: WebhookChangeBody): Answer {
  const errors = errorsIn(body)
  if (errors.length > 0) return wrong(errors)
  if (body.url != null) known.url = new URL(body.url.trim()).href
  if (body.events != null) known.events = [...new Set(body.events)].sort()
  if (body.inlineMediaBytes != null) known.inlineMediaBytes = body.inlineMediaBytes
  if (body.headers != null) known.headerNames = body.headers.map(({ name }) => name.trim().toLowerCase())
  return [200, known]
}

function logged(all: readonly LoggedDelivery[], query: URLSearchParams): Answer {
  const limit = Number(query.get('limit') ?? 50)
  if (!(limit >= 1 && limit <= 200)) return wrong([invalid('limit')])
  const cursor = query.get('cursor')
  if (cursor !== null && !/^\d+$/.test(cursor)) return wrong([invalid('cursor')])
  const [state, before] = [query.get('state'), cursor === null ? Infinity : Number(cursor)]
  const found = all.filter((one) => one.sequence < before && (state === null || one.state === state))
  const items = found.slice(0, limit).map(listed)
  return [200, { items, nextCursor: found.length > limit ? String(items.at(-1)?.sequence) : null }]
}

function one(known: Webhook, found: LoggedDelivery | undefined, deed: string | undefined, now: number): Answer {
  if (!found) return problem(404, 'not_found')
  if (deed === 'send-again') {
    if (known.state === 'disabled') return problem(409, 'webhook_disabled')
    if (known.events.length > 0 && !known.events.includes(found.type)) return problem(409, 'webhook_not_asking')
    wait(found, now)
    return [204]
  }
  const { id, sequence, type, eventAtMs } = found
  const message = { id: `3EB0${sequence}`, fromMe: false, content: { kind: 'text', text: 'Vocês têm <b>pão</b> de queijo hoje? 🧀' } }
  const body = { id, timestamp: new Date(eventAtMs).toISOString(), tenantId, sequence, type, data: { message } }
  return [200, { delivery: listed(found), log: found.log, body }]
}

const wait = (found: WebhookDelivery, now: number) =>
  Object.assign(found, { state: 'waiting', failure: null, attempts: 0, nextAtMs: now, endedAtMs: null })

function sendAgain(known: Webhook, all: readonly LoggedDelivery[], body: SendAgainBody, now: number): Answer {
  const { from, to, onlyFailed = false, dryRun = false } = body
  const [fromMs, toMs] = [from == null ? 0 : Date.parse(from), to == null ? Infinity : Date.parse(to)]
  if (from == null && !onlyFailed) return wrong([invalid('from', 'missing')])
  if (toMs < fromMs) return wrong([invalid('to')])
  if (known.state === 'disabled') return problem(409, 'webhook_disabled')
  const isAsked = ({ type }: WebhookDelivery) => known.events.length === 0 || known.events.includes(type)
  const isInTime = ({ eventAtMs }: WebhookDelivery) => eventAtMs >= fromMs && eventAtMs <= Math.min(toMs, now)
  const found = all.filter((one) => isInTime(one) && isAsked(one) && (!onlyFailed || one.state === 'failed'))
  if (!dryRun) for (const one of found) wait(one, now)
  return [200, { count: found.length }]
}
