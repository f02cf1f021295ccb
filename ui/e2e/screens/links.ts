// The customer's link, and where their session stands.
import type { Account } from '../../src/api/types'
import type { Mock } from '../mock/server'
import { publicId, secret, type Session, sessions } from '../mock/world'

export const portal = `/client/${publicId}#${secret}`
export const inStatus =
  (status: Session['status'], isLinked: boolean, change: Partial<Session> = {}) =>
  (mock: Mock) => {
    mock.state.session = { ...sessions(Date.now())[status], ...change }
    if (!isLinked) mock.state.account = null
  }

/** A phone scanned that nobody expected. */
export const numberAsked = { cause: 'unexpected_number', action: 'confirm_number', next: 'nothing', nextAtMs: null } as const
export const unexpected: Account = { pn: '5511900000001@s.whatsapp.net', lid: null, pushName: 'Rui', isShared: false } // invented
