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
  | { kind: 'closed'; why: 'invalid' | 'ended' }

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
  const publicId = publicIdOf(location.pathname)
  const secret = secretOf(location.hash)
  if (secret === null) {
    const tenantId = local.get(kept(publicId))
    access.set(tenantId === null ? { kind: 'closed', why: 'invalid' } : { kind: 'open', tenantId })
    return
  }
  try {
    const { tenantId } = await tenantActions.openLink(publicId, secret)
    whole = location.href
    history.replaceState(history.state, '', location.pathname + location.search)
    local.set(kept(publicId), tenantId)
    access.set({ kind: 'open', tenantId })
  } catch (error) {
    const tenantId = isLoggedOut(error) ? local.get(kept(publicId)) : null
    if (tenantId !== null) forget(tenantId)
    access.set(isLoggedOut(error) ? { kind: 'closed', why: 'invalid' } : { kind: 'unreachable' })
  }
}

/** Takes out of this browser what it holds of a tenant: what the server said, and what was written and has not left. */
function forget(tenantId: string): void {
  void forgetKept(tenantId)
  // Comes with the panel.
  import('./panel/forget-tenant').then(
    ({ forgetTenant }) => forgetTenant(tenantId),
    () => undefined,
  )
}

/** The login has ended: the link was rotated or revoked, or somebody left. What is kept of its tenant here goes with it. */
export function endAccess(): void {
  whole = null
  const ended = access.get()
  if (ended.kind === 'open') forget(ended.tenantId)
  access.set({ kind: 'closed', why: 'ended' })
}
