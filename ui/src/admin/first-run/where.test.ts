import { describe, expect, it } from 'vitest'

import { access } from '../../testing/world'
import { choices, opening, waysAtFirst, whereAtFirst } from './where'

const quick = waysAtFirst(access())

describe('where the customers are', () => {
  it('is at first in the network, or on the Internet where the computer is in no network', () => {
    expect(whereAtFirst(access())).toBe('network')
    expect(whereAtFirst(access({ localAddresses: [] }))).toBe('internet')
    const { internet } = access()
    expect(whereAtFirst(access({ internet: { ...internet, kind: 'proxy', publicUrl: 'https://zap.example.com' } }))).toBe('internet')
  })

  it('cannot take back what the server was started with', () => {
    const { network, internet } = access()
    expect(choices(access())).toEqual(['here', 'network', 'internet'])
    expect(choices(access({ network: { ...network, isOpen: true, isFixed: true } }))).toEqual(['network', 'internet'])
    expect(choices(access({ internet: { ...internet, kind: 'proxy', isFixed: true } }))).toEqual(['internet'])
  })
})

describe('what is opened', () => {
  it('is nothing for this computer, and nothing is saved that is so already', () => {
    expect(opening(access(), 'here', quick)).toBeUndefined()
    const { network } = access()
    expect(opening(access({ network: { ...network, isOpen: true } }), 'network', quick)).toBeUndefined()
  })

  it('is the network alone, or the Internet beside it', () => {
    expect(opening(access(), 'network', quick)).toMatchObject({ network: { isOpen: true }, internet: { kind: 'closed' } })
    const tunnel = { kind: 'tunnel', program: 'cloudflared_quick' }
    expect(opening(access(), 'internet', quick)).toMatchObject({ network: { isOpen: false }, internet: tunnel })
    const { network } = access()
    const open = access({ network: { ...network, isOpen: true } })
    expect(opening(open, 'internet', quick)).toMatchObject({ network: { isOpen: true }, internet: tunnel })
  })
})
