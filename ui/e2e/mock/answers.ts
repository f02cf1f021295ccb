// How the mock is asked, and how it answers.
import type { Draft } from '../../src/api/types'

/** What a request says. */
export type Body = Record<string, string> & { message?: Draft; mentions?: string[] }
export type Answer = [status: number, data?: unknown]

export function problem(status: number, code: string, more: object = {}): Answer {
  return [status, { type: `urn:portaria:problem:${code}`, title: code, status, code, detail: code, ...more }]
}
