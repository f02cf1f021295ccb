// What the provider's panel asks, and its answers.
import type { AccessBody, DesktopSettings, MediaPolicy, Update } from '../../src/api/types'

import { chosen, refusals } from './access'
import { type Answer, type Body, problem } from './answers'
import { keysPlane, makeKey } from './api-keys'
import { answerNumber } from './number-asked'
import type { MockState } from './server'
import { issued, link, publicId, secret, type Session, session, type Tenant, tenantId, tenants } from './world'

/** Who needs somebody first, as `src-tauri/server/src/admin/order.rs` has it. */
const urgency: Session['status'][] = [
  ...(['failed', 'banned', 'logged_out', 'replaced', 'restricted', 'reconnecting', 'pairing'] as const),
  ...(['confirming', 'starting', 'syncing', 'connected', 'paused', 'stopped'] as const),
]

/** What `/api/saas` answers. */
export function providerPlane(state: MockState, method: string, url: URL, body: Body): Answer {
  const path = url.pathname.slice('/api/saas/'.length)
  if (path === 'login') {
    if (body.password !== state.password) return problem(401, 'unauthorized')
    if (state.totpOn && body.code === undefined) return problem(401, 'totp_required')
    if (state.totpOn && body.code !== '123456') return problem(401, 'totp_invalid')
    state.isLoggedIn = true
    return [204]
  }
  if (!state.isLoggedIn) return problem(401, 'unauthorized')
  if (path === 'me') {
    return [
      200,
      {
        name: 'provider',
        version: '0.1.0',
        passwordSet: state.password !== null,
        totpOn: state.totpOn,
        recoveryCodesLeft: state.totpOn ? 10 : 0,
        publicUrl: 'https://portaria.exemplo.com.br',
        lanUrls: ['http://192.168.0.12:3001'],
      },
    ]
  }
  if (path === 'settings') {
    if (method === 'POST') {
      state.settings = { ...state.settings, ...body }
      if (body.name !== undefined) state.settings.isNameChosen = true
      if (body.language !== undefined) state.settings.isLanguageChosen = true
    }
    return [200, state.settings]
  }
  if (path === 'password') {
    const wrong = body.currentPassword === undefined ? 'missing' : 'invalid'
    if (state.password !== null && body.currentPassword !== state.password)
      return problem(422, 'validation_failed', { errors: [{ field: 'currentPassword', code: wrong, detail: '' }] })
    state.password = body.password ?? ''
    state.access.needsPassword = false
    return [204]
  }
  if (path.startsWith('totp')) return totpPlane(state, path, body)
  if (path.startsWith('access')) return accessPlane(state, method, path, body as unknown as AccessBody)
  if (path === 'desktop') {
    if (method === 'POST') state.desktop = body as unknown as DesktopSettings
    return [200, { isDesktop: true, settings: state.desktop }]
  }
  if (path.startsWith('update')) return updatePlane(state, method, path, body as unknown as UpdateBody)
  if (path === 'overview') {
    const byStatus: Record<string, number> = {}
    for (const { session } of state.tenants) byStatus[session.status] = (byStatus[session.status] ?? 0) + 1
    return [200, { total: state.tenants.length, byStatus, memoryBytes: 48_300_000, uptimeMs: 277_000_000, version: '0.1.0' }]
  }
  if (path === 'tenants') {
    const search = (url.searchParams.get('search') ?? '').toLowerCase()
    const status = url.searchParams.get('status')
    const found = state.tenants.filter(
      (one) => one.name.toLowerCase().includes(search) && (status === null || one.session.status === status),
    )
    const value: Record<string, (one: Tenant) => number | string> = {
      name: (one) => one.name.toLowerCase(),
      status: (one) => urgency.indexOf(one.session.status),
      since: (one) => one.session.sinceMs,
      activity: (one) => one.lastActivityAtMs ?? 0,
      created: (one) => one.createdAtMs,
    }
    const of = value[url.searchParams.get('sort') ?? 'created'] ?? (() => 0)
    const sign = url.searchParams.get('order') === 'asc' ? 1 : -1
    found.sort((a, b) => sign * (of(a) < of(b) ? -1 : of(a) > of(b) ? 1 : 0))
    const from = Number(url.searchParams.get('cursor') ?? 0)
    const to = from + Number(url.searchParams.get('limit') ?? 50)
    return [200, { items: found.slice(from, to), nextCursor: to < found.length ? String(to) : null, total: found.length }]
  }
  if (path === 'create-tenant') {
    if ((body.name ?? '').includes('\n'))
      return problem(422, 'validation_failed', { errors: [{ field: 'name', code: 'invalid', detail: '' }] })
    const [, rests] = tenants(Date.now())
    if (rests === undefined) throw new Error('the world has no second tenant')
    const tenant = { ...rests, id: tenantId, name: body.name ?? '', account: null, phone: null, createdAtMs: Date.now() }
    if (state.settings.firstRun !== 'done') state.tenants = [tenant]
    return [201, { tenant, link: linkBy(state), apiKey: 'wsk_7Hq2_b0X4vLkN9sQ1tYwE6rU8iO3pA5dFgH7jKlZxCvB' }]
  }
  if (path === 'api-keys' && method === 'POST') return makeKey(state.keys, body, Date.now())
  if (path === 'api-keys') return [200, state.keys]
  if (path.startsWith('api-keys/')) {
    const [, keyId, deed] = path.split('/')
    const nothing = { keys: [], links: [] }
    // Only what sees secrets has left something behind.
    const left = state.keys.some(({ id, maySeeSecrets }) => id === keyId && maySeeSecrets) ? issued : nothing
    if (deed === 'issued') return [200, left]
    state.keys = state.keys.filter(({ id }) => id !== keyId)
    return [200, body.withIssued ? { ended: left, leftOpen: nothing } : { ended: nothing, leftOpen: left }]
  }
  if (path === 'socket-ticket') return [201, { ticket: 'none', expiresAtMs: Date.now() + 60_000 }]
  const [, id, ...rest] = path.split('/')
  const tenant = state.tenants.find((one) => one.id === id)
  if (!tenant) return problem(404, 'not_found')
  if (rest[0] === 'api-keys') return keysPlane(state, method, rest.slice(1), body)
  switch (rest.join('/')) {
    case '':
      return [200, tenant]
    case 'link':
      return [200, { ...linkBy(state), state: state.linkState }]
    case 'link/rotate':
      return [200, { ...linkBy(state), epoch: 2 }]
    case 'link/revoke':
      state.linkState = 'revoked'
      return [200, { ...linkBy(state), state: 'revoked' }]
    case 'media-policy':
      if (method === 'POST') state.mediaPolicy = body as unknown as MediaPolicy
      return [200, { policy: state.mediaPolicy, usedBytes: 1_240_000_000 }]
    case 'history-policy':
      if (method === 'POST') state.historyDays = (body as { days?: number | null }).days ?? null
      return [200, { days: state.historyDays }]
    case 'deletion-policy':
      if (method === 'POST') state.keepsDeleted = (body as { keepsDeleted?: boolean }).keepsDeleted === true
      return [200, { keepsDeleted: state.keepsDeleted }]
    case 'confirm-number':
      return answerNumber(tenant, body)
    case 'start':
    case 'stop':
    case 'pause':
      tenant.session = session(rest[0] === 'start' ? 'starting' : rest[0] === 'stop' ? 'stopped' : 'paused', { action: 'start' })
      return [202, tenant.session]
    default:
      return problem(404, 'not_found', { method })
  }
}

/** Login in two steps, behind the password. */
function totpPlane(state: MockState, path: string, body: Body): Answer {
  const wrong = (field: string) => problem(422, 'validation_failed', { errors: [{ field, code: 'invalid', detail: '' }] })
  const recoveryCodes = Array.from({ length: 10 }, (_, at) => `4fzk-9wq${at}-tm2c`)
  if (path === 'totp/confirm') {
    if (body.code !== '123456') return wrong('code')
    state.totpOn = true
    return [200, { recoveryCodes }]
  }
  if (body.password !== state.password) return wrong('password')
  if (path === 'totp/recovery-codes') return [200, { recoveryCodes }]
  if (path === 'totp/off') {
    state.totpOn = false
    return [204]
  }
  const secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'
  return [201, { secret, address: `otpauth://totp/Portaria:Conecta%20Zap?secret=${secret}&issuer=Portaria` }]
}

interface UpdateBody {
  channel: Update['choice']['channel']
  checksDaily: boolean
  days: number
}

function updatePlane({ update }: MockState, method: string, path: string, { channel, checksDaily, days }: UpdateBody): Answer {
  if (path === 'update/check') update.checkedAtMs = Date.now()
  else if (path === 'update/install') update.step = { kind: 'downloading', received: 31_000_000, total: 94_000_000 }
  else if (path === 'update/postpone' && update.offer?.kind === 'newer') update.offer.postponedUntilMs = Date.now() + days * 86_400_000
  else if (method === 'POST') update.choice = { channel, checksDaily }
  return [path === 'update/install' ? 202 : 200, update]
}

function accessPlane(state: MockState, method: string, path: string, body: AccessBody): Answer {
  if (path === 'access/check') {
    const now = Date.now()
    for (const { check } of state.access.addresses) if (check) check.checkedAtMs = now
    return [202]
  }
  if (method === 'GET') return [200, state.access]
  const errors = refusals(body).map((error) => ({ ...error, detail: '' }))
  if (errors.length > 0) return problem(422, 'validation_failed', { errors })
  if (body.internet.kind === 'tunnel' && !state.isAtServer) return problem(403, 'forbidden')
  if ((body.network.isOpen || body.internet.kind !== 'closed' || body.admin.isRemote) && state.password === null)
    return problem(409, 'needs_password')
  state.access = chosen(state.access, body, Date.now())
  return [200, state.access]
}

/** The link by every address of the server. */
function linkBy({ access }: MockState): typeof link {
  const [best, ...others] = access.addresses.map(({ url, reach }) => ({ url: `${url}/client/${publicId}#${secret}`, reach }))
  return { ...link, ...best, others }
}
