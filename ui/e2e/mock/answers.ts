// How the mock is asked, and how it answers.
import type { Draft } from '../../src/api/types'

/** What a request says. */
export type Body = Record<string, string> & { message?: Draft; mentions?: string[] }
export type Answer = [status: number, data?: unknown]

export function problem(status: number, code: string, more: object = {}): Answer {
  return [status, { type: `urn:portaria:problem:${code}`, title: code, status, code, detail: code, ...more }]
}

/**
 * A page of all there is, as the server gives it: no more than was asked for, nor than it ever gives, and where the next one
 * begins. A cursor that none has handed out is refused.
 */
export function page<T>(all: readonly T[], query: URLSearchParams, [usual, most]: [number, number]): Answer {
  const limit = Number(query.get('limit') ?? usual)
  if (!(limit >= 1 && limit <= most)) return refusedField('limit')
  const cursor = query.get('cursor')
  const from = cursor === null ? 0 : Number(/^after:(\d+)$/.exec(cursor)?.[1])
  if (Number.isNaN(from)) return refusedField('cursor')
  const to = from + limit
  return [200, { items: all.slice(from, to), nextCursor: to < all.length ? `after:${to}` : null }]
}

const refusedField = (field: string): Answer =>
  problem(422, 'validation_failed', { errors: [{ field, code: 'invalid', detail: 'The parameter is not valid.' }] })
