// How it stands with an address that links may begin with.
import type { Access, CheckFailure, ReachedAddress } from '../../api/types'
import { type DomainWarning, domainWarning } from './certificates'

export type AddressState =
  | { kind: 'this_machine' }
  | { kind: 'testing' }
  | { kind: 'untested' }
  /** Only devices of the network know the name: nobody can look it up from here. */
  | { kind: 'name' }
  /** Only devices of the network know it, and one has used it. */
  | { kind: 'visited'; lastVisitAtMs: number }
  /** It answers this computer, whom no firewall of its own stops; no other device has opened a link of the network. */
  | { kind: 'unvisited'; checkedAtMs: number }
  /** The router lets nobody of its own network test it; people come. */
  | { kind: 'untestable'; lastVisitAtMs: number }
  | { kind: 'works'; sinceMs: number; checkedAtMs: number }
  | { kind: 'fails'; failure: CheckFailure; sinceMs: number; checkedAtMs: number }

export function stateOf(address: ReachedAddress, access: Access, isTesting: boolean): AddressState {
  const { url, reach, check, lastVisitAtMs } = address
  if (reach === 'this_machine') return { kind: 'this_machine' }
  if (isLocalName(url)) return lastVisitAtMs === null ? { kind: 'name' } : { kind: 'visited', lastVisitAtMs }
  if (check === null) return { kind: isTesting ? 'testing' : 'untested' }
  const { failure, sinceMs, checkedAtMs, isInconclusive } = check
  if (failure !== null && isInconclusive && lastVisitAtMs !== null) return { kind: 'untestable', lastVisitAtMs }
  if (failure !== null) return { kind: 'fails', failure, sinceMs, checkedAtMs }
  return reach === 'lan' && !isLanVisited(access) ? { kind: 'unvisited', checkedAtMs } : { kind: 'works', sinceMs, checkedAtMs }
}

/** Whether a device of the network has opened a link: until then a firewall may keep all of them out. */
export const isLanVisited = ({ addresses }: Access) =>
  addresses.some(({ reach, lastVisitAtMs }) => reach === 'lan' && lastVisitAtMs !== null)

const isLocalName = (url: string) => URL.canParse(url) && new URL(url).hostname.endsWith('.local')

/** By which way an address leads here. */
export type Way = 'lan' | 'tunnel' | 'proxy' | 'domain'

export function wayOf({ reach }: Pick<ReachedAddress, 'reach'>, { internet }: Access): Way {
  if (reach !== 'anywhere') return 'lan'
  return internet.kind === 'tunnel' || internet.kind === 'domain' ? internet.kind : 'proxy'
}

/** Where the way itself asks for something else than a web server in front would. */
export const lanFailures = ['refused', 'connect_timed_out', 'unreachable', 'other_server'] as const satisfies CheckFailure[]
export const tunnelFailures = [
  'name_unknown',
  'nothing_behind',
  'name_changed',
  'no_answer',
  'redirected',
  'other_server',
  'sockets_refused',
] as const satisfies CheckFailure[]
/** What is in the way of a name of the provider's own: there is no web server in front. */
export type DomainRemedy =
  | 'name_private'
  | 'refused'
  | 'connect_timed_out'
  | 'certificate'
  | 'certificate_untrusted'
  | 'certificate_not_yet_valid'
  | 'no_answer'
  | 'between'

export function domainRemedyOf(failure: CheckFailure): DomainRemedy | undefined {
  switch (failure) {
    case 'name_private':
    case 'refused':
    case 'connect_timed_out':
    case 'certificate_untrusted':
    case 'certificate_not_yet_valid':
    case 'no_answer':
      return failure
    case 'certificate_expired':
      return 'certificate'
    case 'certificate_other_name':
    case 'no_encryption':
    case 'nothing_behind':
    case 'name_changed':
    case 'answer_changed':
    case 'redirected':
    case 'other_server':
    case 'sockets_refused':
      return 'between'
    case 'name_unknown':
    case 'names_silent':
    case 'unreachable':
      return undefined
  }
}
/** What the examples for web servers mend. */
const byExample: CheckFailure[] = ['name_changed', 'sockets_refused', 'nothing_behind']
/** What is mended elsewhere, and comes right by itself. */
const elsewhere: CheckFailure[] = ['names_silent', 'unreachable', 'certificate_not_yet_valid']

/** What a button beside the failure opens; nothing where no setting mends it. */
export type Mend = 'firewall' | 'network' | 'tunnel' | 'examples' | 'proxy' | 'domain'

export function mendOf(failure: CheckFailure, way: Way): Mend | undefined {
  if (elsewhere.includes(failure)) return undefined
  switch (way) {
    case 'lan':
      return failure === 'connect_timed_out' ? 'firewall' : 'network'
    case 'tunnel':
    case 'domain':
      return way
    case 'proxy':
      return byExample.includes(failure) ? 'examples' : 'proxy'
  }
}

/** What is known to be wrong with how customers reach the server; nothing when all is well, or nobody knows yet. */
export type Warning =
  { kind: 'password' } | { kind: 'fails'; sinceMs: number; reach: ReachedAddress['reach'] } | { kind: 'tunnel' } | DomainWarning

export function warningOf(access: Access, nowMs: number): Warning | undefined {
  if (access.needsPassword) return { kind: 'password' }
  const ofDomain = access.internet.domain ? domainWarning(access.internet.domain, nowMs) : undefined
  // A certificate that is over is the cause of what a test finds.
  if (ofDomain?.kind === 'certificate_over') return ofDomain
  const [best] = access.addresses
  if (best?.check?.failure && !best.check.isInconclusive) return { kind: 'fails', sinceMs: best.check.sinceMs, reach: best.reach }
  // A tunnel that is away takes its address along: links carry one of the network then.
  if (access.internet.tunnel?.state === 'waiting') return { kind: 'tunnel' }
  return ofDomain
}

/** When any address was looked at last; 0: never. */
export function lastCheckMs({ addresses }: Access): number {
  return Math.max(0, ...addresses.map(({ check }) => check?.checkedAtMs ?? 0))
}

export function canBeChecked({ addresses }: Access): boolean {
  return addresses.some(({ url, reach }) => reach !== 'this_machine' && !isLocalName(url))
}
