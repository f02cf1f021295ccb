import { describe, expect, it } from 'vitest'

import { secretOf, publicIdOf } from './access'
import { needsConnect, needsPairing } from './needs'
import { session } from '../testing/world'

const account = { pn: null, lid: null, pushName: '', isShared: false }

describe('Connect', () => {
  it('takes the screen until a phone is linked', () => {
    expect(needsConnect({ account: null, session: session({ status: 'stopped' }) })).toBe(true)
    expect(needsConnect({ account, session: session({ status: 'logged_out' }) })).toBe(true)
    expect(needsConnect({ account, session: session({ status: 'reconnecting' }) })).toBe(false)
    expect(needsConnect({ account, session: session({ status: 'stopped' }) })).toBe(false)
  })

  it('asks for a code by itself only where nobody should read something first', () => {
    expect(needsPairing({ account: null, session: session({ status: 'stopped', cause: 'never_paired' }) })).toBe(true)
    expect(needsPairing({ account: null, session: session({ status: 'logged_out' }) })).toBe(false)
    expect(needsPairing({ account: null, session: session({ status: 'paused' }) })).toBe(false)
    expect(needsPairing({ account, session: session({ status: 'stopped' }) })).toBe(false)
  })
})

describe('a link', () => {
  it('is read from the address', () => {
    expect(publicIdOf('/client/kZ3vT9qLm2/chats/x')).toBe('kZ3vT9qLm2')
    expect(secretOf('#abc')).toBe('abc')
    expect(secretOf('')).toBeNull()
  })
})
