import type { Portal } from '../api/types'

type Known = Pick<Portal, 'account' | 'session'>

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
export function isCodeAwaited({ account, session: { status } }: Known): boolean {
  return account === null && (status === 'stopped' || status === 'starting' || status === 'pairing')
}

/** Nothing rests for a reason that somebody should see first, so a code may be asked for without a click. */
export function needsPairing({ account, session }: Known): boolean {
  const { status } = session
  return account === null && (status === 'stopped' || status === 'starting')
}
