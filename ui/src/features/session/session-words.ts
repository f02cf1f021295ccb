import type { TFunction } from 'i18next'

import type { SessionState, SessionStatus } from '../../api/types'
import { moment } from '../../lib/dates'
import { secondsUntil } from '../../lib/now'
import type { Tone } from '../../ui/tone'

export const sessionWords = [
  'connected',
  'pairing',
  'starting',
  'confirming',
  'syncing',
  'reconnecting',
  'restricted',
  'paused',
  'stopped',
  'logged_out',
  'replaced',
  'banned',
  'failed',
] as const satisfies readonly SessionStatus[]

/** The colours of product.md. */
export const tones: Record<SessionStatus, Tone> = {
  stopped: 'rest',
  starting: 'busy',
  pairing: 'busy',
  confirming: 'busy',
  syncing: 'busy',
  connected: 'ok',
  reconnecting: 'warn',
  paused: 'rest',
  restricted: 'warn',
  logged_out: 'bad',
  replaced: 'bad',
  banned: 'bad',
  failed: 'bad',
}

export const toneOf = ({ status }: SessionState): Tone => tones[status]

/** Where a session stands, as the person reads it. */
export function statusText(session: SessionState, nowMs: number, t: TFunction, language: string): string {
  const { status, nextAtMs } = session
  switch (status) {
    case 'reconnecting': {
      const seconds = nextAtMs === null ? 0 : secondsUntil(nextAtMs, nowMs)
      if (session.cause === 'store_unwritable' || session.cause === 'lease_held') {
        const reason = reasonText(session, t)
        return seconds > 0 ? t('status.waitingIn', { reason, seconds }) : t('status.waiting', { reason })
      }
      return seconds > 0 ? t('status.reconnectingIn', { seconds }) : t('status.reconnecting')
    }
    case 'restricted':
      return nextAtMs === null ? t('status.restricted') : t('status.restrictedUntil', { time: moment(nextAtMs, nowMs, language) })
    case 'logged_out':
      return session.cause === 'unlinked_here' ? t('status.loggedOutHere') : t('status.logged_out')
    case 'failed':
      if (session.cause === 'unexpected_number') return t('status.numberAsked')
      return t('status.failed', { reason: reasonText(session, t) })
    case 'confirming':
      if (session.cause === 'passkey_asked') return t('status.passkeyAsked')
      if (session.cause === 'passkey_compare') return t('status.passkeyCompare')
      return t('status.confirming')
    case 'stopped':
    case 'starting':
    case 'pairing':
    case 'syncing':
    case 'connected':
    case 'paused':
    case 'replaced':
    case 'banned':
      return t(`status.${status}`)
  }
}

function reasonText({ cause }: SessionState, t: TFunction): string {
  switch (cause) {
    case 'login_refused':
    case 'client_outdated':
    case 'passkey_refused':
    case 'pairing_refused':
    case 'coexistence_refused':
    case 'certificate_rejected':
    case 'store_damaged':
    case 'store_unwritable':
    case 'lease_held':
    case 'internal_error':
      return t(`reason.${cause}`)
    default:
      return t('reason.other')
  }
}

/** Why it stands where it stands. */
export function causeText({ status, cause }: SessionState, t: TFunction): string {
  if (cause !== 'requested') return t(`cause.${cause}`)
  return status === 'stopped' ? t('cause.requestedStop') : status === 'starting' ? t('cause.requestedStart') : t('cause.requested')
}

/** What happens next by itself, and when. */
export function nextText({ status, next, nextAtMs }: SessionState, nowMs: number, t: TFunction, language: string): string {
  const seconds = nextAtMs === null ? 0 : secondsUntil(nextAtMs, nowMs)
  switch (next) {
    case 'nothing':
      return status === 'connected' ? t('next.nothingConnected') : t('next.nothing')
    case 'new_code':
      return seconds > 0 ? t('next.new_codeIn', { seconds }) : t('next.new_code')
    case 'retry':
      return seconds > 0 ? t('next.retryIn', { seconds }) : t('next.retry')
    case 'limit_ends':
      return nextAtMs === null ? t('next.limit_ends') : t('next.limit_endsAt', { time: moment(nextAtMs, nowMs, language) })
    case 'connect':
    case 'finish_link':
    case 'sync':
      return t(`next.${next}`)
  }
}

export type Reader = 'provider' | 'tenant'

/** What the person can do where no button does it. */
export function adviceText({ action }: SessionState, reader: Reader, t: TFunction): string | undefined {
  switch (action) {
    case 'see_phone':
    case 'check_network':
      return t(`advice.${action}`)
    case 'update':
      return reader === 'provider' ? t('advice.update') : t('advice.ask_provider')
    case 'ask_provider':
      return reader === 'provider' ? t('advice.provider') : t('advice.ask_provider')
    case 'scan':
    case 'new_code':
      return reader === 'provider' ? t('advice.scan') : undefined
    case 'passkey':
    case 'compare':
      return reader === 'provider' ? t('advice.passkey') : undefined
    case 'confirm_number':
      return t('advice.confirm_number')
    case 'none':
    case 'start':
    case 'take_over':
      return undefined
  }
}

/** What somebody asked of a session, for as long as the answer is on its way. */
export type Asked = 'start' | 'stop' | 'pause' | 'unlink'

/** What may be asked of a session now. */
export const sessionCan = {
  start: ({ status, cause }: SessionState) =>
    status === 'stopped' ||
    status === 'paused' ||
    status === 'replaced' ||
    (status === 'failed' && cause !== 'unexpected_number') ||
    status === 'logged_out',
  stop: ({ status }: SessionState) =>
    status === 'starting' ||
    status === 'pairing' ||
    status === 'confirming' ||
    status === 'syncing' ||
    status === 'connected' ||
    status === 'reconnecting' ||
    status === 'restricted',
  pause: ({ status }: SessionState) => status !== 'paused' && status !== 'banned',
}
