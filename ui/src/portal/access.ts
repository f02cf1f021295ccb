import { forgetKept } from '../api/kept'
import { isLoggedOut } from '../api/problem'
import { tenantActions } from '../api/tenant'
import { local } from '../lib/local'
import { createStore } from '../lib/store'

let whole: string | null = null

/** The link with its secret, for as long as the page that it opened stands: a phone hands it over to a computer. */
export function wholeLink(): string | null {
  return whole
}

/** How far this browser has come with its link. */
export type Access =
  | { kind: 'opening' }
  | { kind: 'unreachable' }
  | { kind: 'open'; tenantId: string }
  /** The link does not open, or what it opened has ended. */
  | { kind: 'closed'; why: 'invalid' | 'ended'; unsentCount?: number }

export const access = createStore<Access>({ kind: 'opening' })

/** The part of the address that names the link. */
export function publicIdOf(path: string): string {
  return decodeURIComponent(path.split('/')[2] ?? '')
}

/** The secret stands behind the `#`; places inside the panel never do. */
export function secretOf(hash: string): string | null {
  const secret = hash.replace(/^#/, '')
  return secret === '' ? null : secret
}

const kept = (publicId: string) => `portaria.tenant.${publicId}`

/**
 * Exchanges the link's secret for a login and takes it out of the address bar; a reload goes by the
 * cookie. The fragment stays until the exchange has succeeded, so that a lost answer loses no link.
 */
export async function openLink(): Promise<void> {
  await enterByLink()
  for (const name of local.names(unfinished)) finishForgetting(name.slice(unfinished.length))
}

async function enterByLink(): Promise<void> {
  const publicId = publicIdOf(location.pathname)
  const secret = secretOf(location.hash)
  if (secret === null) {
    const tenantId = local.get(kept(publicId))
    if (tenantId === null) access.set({ kind: 'closed', why: 'invalid' })
    else enter(tenantId)
    return
  }
  try {
    const { tenantId } = await tenantActions.openLink(publicId, secret)
    whole = location.href
    local.set(kept(publicId), tenantId)
    enter(tenantId)
  } catch (error) {
    const tenantId = local.get(kept(publicId))
    if (!isLoggedOut(error)) access.set({ kind: 'unreachable' })
    else if (tenantId === null) access.set({ kind: 'closed', why: 'invalid' })
    else await enterByCookie(tenantId)
  }
}

/** Without the secret in the address bar. What is written from now on is nothing that is still to be forgotten. */
function enter(tenantId: string): void {
  local.set(unfinished + tenantId, null)
  if (location.hash !== '') history.replaceState(history.state, '', location.pathname + location.search)
  access.set({ kind: 'open', tenantId })
}

/** The link does not open. It may be an old one, or half of one, which says nothing of the login: only that one's own end does. */
async function enterByCookie(tenantId: string): Promise<void> {
  try {
    await tenantActions.show(tenantId)
    enter(tenantId)
  } catch (error) {
    if (!isLoggedOut(error)) return access.set({ kind: 'unreachable' })
    access.set({ kind: 'closed', why: 'invalid', unsentCount: forget(tenantId) })
  }
}

/** Under this name is noted whose things are not all out of this browser yet. */
const unfinished = 'portaria.forgetting.'

/**
 * Takes out of this browser what it holds of a tenant: what the server said, and what was written and has not left.
 * Returns how many messages were still to leave.
 */
function forget(tenantId: string): number {
  void forgetKept(tenantId)
  const { length: unsentCount } = local.names(`portaria.outgoing.${tenantId}.`)
  // At once, since what knows of the rest may get lost on its way here.
  for (const what of ['draft', 'outgoing']) {
    for (const name of local.names(`portaria.${what}.${tenantId}.`)) local.set(name, null)
  }
  local.set(unfinished + tenantId, '1')
  finishForgetting(tenantId)
  return unsentCount
}

/** Takes out the rest. Should that fail, the next page that opens does it. */
function finishForgetting(tenantId: string): void {
  // Comes with the panel.
  import('./panel/forget-tenant').then(
    ({ forgetTenant }) => {
      // Whoever came in again meanwhile, maybe in another tab, keeps what was written since.
      if (local.get(unfinished + tenantId) === null) return
      forgetTenant(tenantId)
      local.set(unfinished + tenantId, null)
    },
    () => undefined,
  )
}

/** The login has ended: the link was rotated or revoked, or somebody left. What is kept of its tenant here goes with it. */
export function endAccess(): void {
  whole = null
  const ended = access.get()
  if (ended.kind === 'closed') return
  access.set({ kind: 'closed', why: 'ended', unsentCount: ended.kind === 'open' ? forget(ended.tenantId) : 0 })
}
