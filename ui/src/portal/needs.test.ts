import { describe, expect, it } from 'vitest'

import { secretOf, publicIdOf } from './access'
import { isCodeAwaited, needsConnect, needsPairing } from './needs'
import { session } from '../testing/world'

const account = { pn: null, lid: null, pushName: '', isShared: false }
const none = { account: null, unexpectedAccount: null }

describe('Connect', () => {
  it('takes the screen until a phone is linked', () => {
    expect(needsConnect({ ...none, session: session({ status: 'stopped' }) })).toBe(true)
    expect(needsConnect({ ...none, account, session: session({ status: 'logged_out' }) })).toBe(true)
    expect(needsConnect({ ...none, account, session: session({ status: 'reconnecting' }) })).toBe(false)
    expect(needsConnect({ ...none, account, session: session({ status: 'stopped' }) })).toBe(false)
  })

  it('asks for a code by itself only where nobody should read something first', () => {
    expect(needsPairing({ ...none, session: session({ status: 'stopped', cause: 'never_paired' }) })).toBe(true)
    expect(needsPairing({ ...none, session: session({ status: 'logged_out' }) })).toBe(false)
    expect(needsPairing({ ...none, session: session({ status: 'paused' }) })).toBe(false)
    expect(needsPairing({ ...none, account, session: session({ status: 'stopped' }) })).toBe(false)
  })

  it('asks for no code while a phone that nobody expected is asked about, whatever the session does', () => {
    for (const status of ['failed', 'stopped', 'starting'] as const) {
      const asked = { account: null, unexpectedAccount: account, session: session({ status, cause: 'unexpected_number' }) }
      expect(needsConnect(asked), status).toBe(true)
      expect(needsPairing(asked), status).toBe(false)
      expect(isCodeAwaited(asked), status).toBe(false)
    }
  })
})

describe('a link', () => {
  it('is read from the address', () => {
    expect(publicIdOf('/client/kZ3vT9qLm2/chats/x')).toBe('kZ3vT9qLm2')
    expect(secretOf('#abc')).toBe('abc')
    expect(secretOf('')).toBeNull()
  })
})
