import type { ProblemBody, ProblemCode } from './types'

/**
 * Why a request did not do what it should: the server's code, that the server was not reached, or that the file to be
 * uploaded can't be read in this browser any more.
 */
export type TroubleCode = ProblemCode | 'offline' | 'file_lost'

/** An answer that is an error, or none at all. */
export class Trouble extends Error {
  override readonly name = 'Trouble'
  readonly code: TroubleCode
  readonly body: ProblemBody | null

  constructor(code: TroubleCode, body: ProblemBody | null) {
    super(body?.detail ?? code)
    this.code = code
    this.body = body
  }

  /** What is wrong with one field of the form, as a code. */
  field(name: string): string | undefined {
    return this.body?.errors?.find((error) => error.field === name)?.code
  }
}

export function troubleOf(error: unknown): Trouble {
  return error instanceof Trouble ? error : new Trouble('offline', null)
}

/** The login of this browser has ended. */
export function isLoggedOut(error: unknown): boolean {
  return error instanceof Trouble && (error.code === 'unauthorized' || error.code === 'link_invalid')
}

/** The same request may go better a little later. */
export function isPassing(error: unknown): boolean {
  const { code } = troubleOf(error)
  return code === 'offline' || code === 'rate_limited' || code === 'request_timeout' || code === 'internal'
}
