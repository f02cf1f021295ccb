// What is to be told of a certificate before browsers do.
import type { Domain } from '../../api/types'

const dayMs = 86_400_000
/** Enough for somebody who looks at the panel once a week. */
const soonMs = 14 * dayMs

export function endsSoon(validUntilMs: number, nowMs: number): boolean {
  return validUntilMs - nowMs <= soonMs
}

export type DomainWarning = { kind: 'domain' } | { kind: 'certificate_ends' | 'certificate_over'; atMs: number }

/** What keeps a name of the provider's own from working, or soon will; nothing while it is only being set up. */
export function domainWarning({ port, ports, source, certificate }: Domain, nowMs: number): DomainWarning | undefined {
  if (ports.some((one) => one.port === port && one.failure !== null)) return { kind: 'domain' }
  if (certificate === null) return undefined
  const { state, validUntilMs } = certificate
  if (validUntilMs === null) return state === 'failed' ? { kind: 'domain' } : undefined
  if (validUntilMs <= nowMs) return { kind: 'certificate_over', atMs: validUntilMs }
  // One that is ordered anew is no news before that has failed.
  const isWatched = source.kind === 'files' || state === 'failed'
  return isWatched && endsSoon(validUntilMs, nowMs) ? { kind: 'certificate_ends', atMs: validUntilMs } : undefined
}
