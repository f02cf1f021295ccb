// A phone that nobody expected has scanned: its answers, the provider's and the tenant's alike.
import type { Account } from '../../src/api/types'
import { type Answer, type Body, problem } from './answers'
import { type Session, session } from './world'

interface Asked {
  account?: Account | null
  unexpectedAccount?: Account | null
  session: Session
}

/** Somebody says whether it is the right one. */
export function answerNumber(asked: Asked, body: Body): Answer {
  if (asked.unexpectedAccount == null) return problem(409, 'no_number')
  const isRight = (body as { isRight?: boolean }).isRight === true
  if (isRight) asked.account = asked.unexpectedAccount
  asked.unexpectedAccount = null
  asked.session = isRight ? session('starting') : session('logged_out', { cause: 'unlinked_here', action: 'new_code' })
  return [202, asked.session]
}
