// What proves that a request comes from this page: a login's cookie is sent to every port of the host, this only from here.
import { local } from '../lib/local'

const header = 'portaria-page'

interface Proof {
  /** Goes with requests. */
  page: string
  /** Goes into the addresses of pictures, sounds and films, which carry no headers. It opens nothing else. */
  view: string
}

/** The provider's panel, or the portal of one tenant. */
type Plane = 'admin' | (string & {})

// A browser that keeps nothing still remembers until it is closed.
const known = new Map<Plane, Proof>()
const keptAs = (plane: Plane) => `portaria.page.${plane}`

function read(text: string | null): Proof | undefined {
  const [page, view] = text?.split('.') ?? []
  return page && view ? { page, view } : undefined
}

function proofOf(plane: Plane): Proof | undefined {
  // Another tab may have logged in since.
  return read(local.get(keptAs(plane))) ?? known.get(plane)
}

/** Keeps what a login's answer brought. */
export function keepProof(plane: Plane, headers: Headers): void {
  const text = headers.get(header)
  const proof = read(text)
  if (proof === undefined) return
  known.set(plane, proof)
  local.set(keptAs(plane), text)
}

/** What a request of this plane says in addition. */
export function proofHeaders(plane: Plane): Record<string, string> {
  const proof = proofOf(plane)
  return proof === undefined ? {} : { [header]: proof.page }
}

/** The address of a picture, a sound or a film, as this page may show it. */
export function viewable(tenantId: string, path: string): string {
  const proof = proofOf(tenantId)
  return proof === undefined ? path : `${path}${path.includes('?') ? '&' : '?'}view=${proof.view}`
}

/** To which plane a path of the API belongs. */
export function planeOf(path: string): Plane | undefined {
  if (path.startsWith('/api/saas/')) return 'admin'
  return /^\/api\/whatsapp\/([^/]+)/.exec(path)?.[1]
}
