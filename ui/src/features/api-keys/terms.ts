// What a key may do, until when, and from where, as people choose it.
import type { Trouble } from '../../api/problem'
import type { KeyScope } from '../../api/types'

/** Whose key it is. */
export type KeyKind = 'tenant' | 'provider'

/** What is chosen at once: everything, to look, or each by itself. */
export type Preset = 'all' | 'read' | 'own'

/** Those of the provider that make and show secrets are asked for apart. */
export const everyScope = {
  tenant: ['read', 'send', 'media', 'control'],
  provider: ['read', 'control'],
} as const satisfies Record<KeyKind, readonly KeyScope[]>

/** To look, and to fetch what is looked at. */
export const readScopes = { tenant: ['read', 'media'], provider: ['read'] } as const satisfies Record<KeyKind, readonly KeyScope[]>

const isSame = (some: readonly KeyScope[], others: readonly KeyScope[]) =>
  some.length === others.length && some.every((scope) => others.includes(scope))

/** As what a key's scopes are shown. */
export function presetOf(kind: KeyKind, scopes: readonly KeyScope[]): Preset {
  const counted = scopes.filter((scope) => (everyScope[kind] as readonly KeyScope[]).includes(scope))
  if (isSame(counted, everyScope[kind])) return 'all'
  return isSame(counted, readScopes[kind]) || isSame(counted, ['read']) ? 'read' : 'own'
}

export const ends = ['never', 'month', 'quarter', 'date'] as const
export type End = (typeof ends)[number]

const days = { month: 30, quarter: 90 }

/** The last moment of the day on which a key ends, in the reader's time zone; null: never, undefined: no day that lies ahead. */
export function endOf(end: End, date: string, nowMs: number): number | null | undefined {
  if (end === 'never') return null
  const now = new Date(nowMs)
  const [year = Number.NaN, month = Number.NaN, day = Number.NaN] =
    end === 'date' ? date.split('-').map(Number) : [now.getFullYear(), now.getMonth() + 1, now.getDate() + days[end]]
  const last = new Date(year, month - 1, day + 1).getTime() - 1
  return last > nowMs ? last : undefined
}

/** Each line that says something, with its number in the field. */
function numbered(text: string): { line: string; number: number }[] {
  return text
    .split('\n')
    .map((line, index) => ({ line: line.trim(), number: index + 1 }))
    .filter(({ line }) => line !== '')
}

/** The addresses of a field with one in each line. */
export const linesOf = (text: string): string[] => numbered(text).map(({ line }) => line)

/** The numbers of the lines that the server took for no address. */
export function refusedLines(text: string, trouble: Trouble | undefined): number[] {
  return numbered(text)
    .filter((_, place) => trouble?.field(`allowedAddresses.${place}`) !== undefined)
    .map(({ number }) => number)
}
