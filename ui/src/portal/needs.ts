import type { Portal } from '../api/types'

type Known = Pick<Portal, 'account' | 'session' | 'unexpectedAccount'>

/** A phone scanned that nobody expected: somebody has to say first whether it is right. */
const isNumberAsked = ({ unexpectedAccount }: Known) => unexpectedAccount !== null

/** No phone is linked, or one is being linked: Connect takes the whole screen. */
export function needsConnect({ account, session }: Known): boolean {
  switch (session.status) {
    case 'pairing':
    case 'confirming':
    case 'logged_out':
      return true
    case 'stopped':
    case 'starting':
    case 'syncing':
    case 'reconnecting':
    case 'paused':
    case 'restricted':
    case 'replaced':
    case 'banned':
    case 'failed':
      return account === null
    case 'connected':
      return false
  }
}

/** The next thing on the screen is a code. */
export function isCodeAwaited(known: Known): boolean {
  const { account, session } = known
  const { status } = session
  return account === null && !isNumberAsked(known) && (status === 'stopped' || status === 'starting' || status === 'pairing')
}

/** Nothing rests for a reason that somebody should see first, so a code may be asked for without a click. */
export function needsPairing(known: Known): boolean {
  const { account, session } = known
  const { status } = session
  return account === null && !isNumberAsked(known) && (status === 'stopped' || status === 'starting')
}
