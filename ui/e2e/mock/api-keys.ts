// Keys of programs: of the mocked shop and of the provider.
import type { ApiKey } from '../../src/api/types'
import { type Answer, problem } from './answers'

const hourMs = 3_600_000
const dayMs = 24 * hourMs

/** A key as it is made where nothing is said of it. */
export const plainKey = (): ApiKey => ({
  ...{ id: '', prefix: '', label: '', createdAtMs: 0, usedAtMs: null },
  ...{ scopes: ['read', 'send', 'control', 'media'], maySeeSecrets: false },
  ...{ expiresAt: null, expiresAtMs: null, allowedAddresses: [] },
})
const key = (id: string, prefix: string, label: string): ApiKey => ({ ...plainKey(), id, prefix, label })

const until = (atMs: number) => ({ expiresAt: new Date(atMs).toISOString(), expiresAtMs: atMs })

/** What the mocked shop's programs have. */
export const shopKeys = (now: number): ApiKey[] => [
  {
    ...key('31', 'wsk_t6vd9x4m', 'Painel da TV'),
    scopes: ['read', 'media'],
    allowedAddresses: ['203.0.113.7', '2001:db8:40::/48', '198.51.100.0/24'],
    ...until(now + 20 * dayMs),
    createdAtMs: now - 10 * dayMs,
    usedAtMs: now - 2 * hourMs,
  },
  { ...key('32', 'wsk_k2mq8r5w', 'n8n'), scopes: ['read', 'send'], createdAtMs: now - 40 * dayMs, usedAtMs: now - hourMs / 2 },
  { ...key('33', 'wsk_p9zc3h7b', 'Black Friday'), ...until(now - 2 * dayMs), createdAtMs: now - 60 * dayMs, usedAtMs: now - 3 * dayMs },
  { ...key('34', 'wsk_c4xt6j2n', 'created with the tenant'), createdAtMs: now - 90 * dayMs },
]

/** So many as no screen holds. */
export const manyKeys = (count: number): ApiKey[] =>
  Array.from({ length: count }, (_, at) => key(`many-${at}`, `wsk_${String(at).padStart(8, 'k')}`, `Programa ${at + 1}`))

/** What a page asks a key to be. */
type Wanted = Pick<ApiKey, 'label' | 'scopes' | 'expiresAt' | 'allowedAddresses'> & { maySeeSecrets?: boolean }

/** Makes a key, where each address is one: digits, letters, dots and colons, perhaps with a length. */
export function makeKey(all: ApiKey[], body: object, now: number): Answer {
  const wanted = body as Wanted
  const errors = wanted.allowedAddresses.flatMap((address, at) =>
    /^(\d+\.\d+\.\d+\.\d+|[\da-f]*:[\da-f:]*)(\/\d+)?$/i.test(address)
      ? []
      : [{ field: `allowedAddresses.${at}`, code: 'invalid', detail: '' }],
  )
  if (errors.length > 0) return problem(422, 'validation_failed', { errors })
  const { label, scopes, expiresAt, allowedAddresses } = wanted
  all.unshift({
    ...key('new', 'wsk_7hq2mzkd', label),
    scopes,
    allowedAddresses,
    expiresAt,
    expiresAtMs: expiresAt === null ? null : Date.parse(expiresAt),
    maySeeSecrets: scopes.includes('secrets'),
    createdAtMs: now,
  })
  return [201, { apiKey: 'wsk_7hq2mzkd_b0X4vLkN9sQ1tYwE6rU8iO3pA5dFgH7jKlZxCvBn2' }]
}

/** What `…/api-keys` of a tenant answers, in its panel and in the provider's. */
export function keysPlane(state: { shopKeys: ApiKey[] }, method: string, [id]: string[], body: object): Answer {
  if (id !== undefined) {
    state.shopKeys = state.shopKeys.filter((one) => one.id !== id)
    return [204]
  }
  return method === 'POST' ? makeKey(state.shopKeys, body, Date.now()) : [200, state.shopKeys]
}
