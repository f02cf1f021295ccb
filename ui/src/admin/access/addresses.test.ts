import { describe, expect, it } from 'vitest'

import type { Access, CheckFailure, ReachedAddress } from '../../api/types'
import { access } from '../../testing/world'
import { canBeChecked, domainRemedyOf, lastCheckMs, mendOf, stateOf, warningOf, wayOf } from './addresses'

const works = { checkedAtMs: 2_000, failure: null, sinceMs: 1_000, isInconclusive: false }
const anywhere = (check: ReachedAddress['check']): ReachedAddress => ({
  url: 'https://zap.example.com',
  reach: 'anywhere',
  check,
  lastVisitAtMs: null,
})
const named: ReachedAddress = { url: 'http://portaria.local:3001', reach: 'lan', check: null, lastVisitAtMs: null }
const fails = (failure: CheckFailure) => anywhere({ ...works, failure })

describe('an address', () => {
  it('works or not since a time, or nobody knows yet', () => {
    expect(stateOf(anywhere(works), access(), false)).toEqual({ kind: 'works', sinceMs: 1_000, checkedAtMs: 2_000 })
    expect(stateOf(fails('refused'), access(), true)).toEqual({ kind: 'fails', failure: 'refused', sinceMs: 1_000, checkedAtMs: 2_000 })
    expect(stateOf(anywhere(null), access(), false).kind).toBe('untested')
    expect(stateOf(anywhere(null), access(), true).kind).toBe('testing')
  })

  it('that only the network or this computer knows is not waited for', () => {
    expect(stateOf(named, access(), true).kind).toBe('name')
    expect(stateOf({ url: 'http://localhost:3001', reach: 'this_machine', check: null, lastVisitAtMs: null }, access(), true).kind).toBe(
      'this_machine',
    )
    expect(canBeChecked(access())).toBe(false)
    expect(canBeChecked(access({ addresses: [named] }))).toBe(false)
    expect(canBeChecked(access({ addresses: [named, anywhere(null)] }))).toBe(true)
  })

  it('of the network works only once a device has come: no firewall stops this computer', () => {
    const byIp: ReachedAddress = { url: 'http://192.168.0.12:3001', reach: 'lan', check: works, lastVisitAtMs: null }
    const at = (address: ReachedAddress, others: ReachedAddress[]) => stateOf(address, access({ addresses: [address, ...others] }), false)
    expect(at(byIp, [named])).toEqual({ kind: 'unvisited', checkedAtMs: 2_000 })
    expect(at(byIp, [{ ...anywhere(works), lastVisitAtMs: 1_500 }]).kind, 'that came by another way').toBe('unvisited')
    const visited = { ...named, lastVisitAtMs: 1_500 }
    expect(at(byIp, [visited]).kind, 'the name leads to the same port').toBe('works')
    expect(at(visited, [])).toEqual({ kind: 'visited', lastVisitAtMs: 1_500 })
  })

  it('that the router lets nobody of its own network test is no failure where people come', () => {
    const failing = fails('connect_timed_out')
    const visited = { ...anywhere({ ...works, failure: 'connect_timed_out', isInconclusive: true }), lastVisitAtMs: 1_900 }
    expect(stateOf(visited, access(), false)).toEqual({ kind: 'untestable', lastVisitAtMs: 1_900 })
    expect(stateOf({ ...failing, lastVisitAtMs: 500 }, access(), false).kind, 'nobody came since').toBe('fails')
    expect(warningOf(access({ addresses: [visited] }), 3_000)).toBeUndefined()
    expect(warningOf(access({ addresses: [failing] }), 3_000)?.kind).toBe('fails')
  })

  it('is mended where its way is set', () => {
    const tunnel = access({ internet: { ...access().internet, kind: 'tunnel' } })
    expect(wayOf(named, tunnel)).toBe('lan')
    expect(wayOf(anywhere(null), tunnel)).toBe('tunnel')
    expect(wayOf(anywhere(null), access())).toBe('proxy')
    expect(wayOf(anywhere(null), access({ internet: { ...access().internet, kind: 'domain' } }))).toBe('domain')
    expect(mendOf('connect_timed_out', 'lan')).toBe('firewall')
    expect(mendOf('nothing_behind', 'tunnel')).toBe('tunnel')
    expect(mendOf('name_changed', 'proxy')).toBe('examples')
    expect(mendOf('certificate_expired', 'proxy')).toBe('proxy')
    expect([mendOf('refused', 'domain'), mendOf('names_silent', 'domain')]).toEqual(['domain', undefined])
    expect(domainRemedyOf('other_server')).toBe('between')
    expect(mendOf('certificate_not_yet_valid', 'proxy'), 'no setting of ours sets a clock').toBeUndefined()
  })

  it('was looked at last when any of them was', () => {
    expect(lastCheckMs(access())).toBe(0)
    expect(lastCheckMs(access({ addresses: [anywhere(works), named] }))).toBe(2_000)
  })
})

describe('the whole panel warns', () => {
  const warn = (change: Partial<Access>) => warningOf(access(change), 1_000)?.kind
  const tunnelIn = (state: string): Access['internet'] => ({
    ...access().internet,
    kind: 'tunnel',
    tunnel: {
      program: 'other',
      path: null,
      arguments: [],
      hasToken: false,
      namesCallers: false,
      isAtMainPort: false,
      state,
      cause: null,
      againInS: null,
      lastLines: [],
    },
  })
  it('when the address that links carry is known not to work, and of no other', () => {
    expect(warn({ addresses: [fails('refused')] })).toBe('fails')
    expect(warn({ addresses: [anywhere(works), fails('refused')] })).toBeUndefined()
    expect(warn({ addresses: [anywhere(null)] })).toBeUndefined()
    expect(warn({})).toBeUndefined()
  })
  it('when nothing opens for want of a password, or a tunnel is gone', () => {
    expect(warn({ needsPassword: true, addresses: [fails('refused')] })).toBe('password')
    expect(warn({ internet: tunnelIn('waiting') })).toBe('tunnel')
    expect(warn({ internet: tunnelIn('up') })).toBeUndefined()
  })

  const day = 86_400_000
  type Domain = NonNullable<Access['internet']['domain']>
  const files: Domain['source'] = { kind: 'files', chainPath: '/a.pem', keyPath: '/a.key' }
  const acme: Domain['source'] = { kind: 'acme', contact: null, directoryUrl: null, authorityPath: null }
  const own = (change: Partial<Domain>, certificate: Partial<NonNullable<Domain['certificate']>> = {}): Access['internet'] => ({
    ...access().internet,
    kind: 'domain',
    domain: {
      name: 'zap.example.com',
      port: 443,
      publicPort: 443,
      redirectPort: 80,
      asksRouter: false,
      mapping: null,
      source: files,
      ports: [{ port: 443, failure: null }],
      certificate: {
        state: 'ready',
        validUntilMs: 1_000 + 60 * day,
        renewsAtMs: null,
        cause: null,
        detail: null,
        againAtMs: null,
        ...certificate,
      },
      ...change,
    },
  })
  it.each([
    ['all is well', undefined, own({})],
    ['the port for visits is not open', 'domain', own({ ports: [{ port: 443, failure: 'port_taken' }] })],
    ['only the port without encryption is not open', undefined, own({ ports: [{ port: 80, failure: 'port_taken' }] })],
    ['there is no certificate and none comes', 'domain', own({ source: acme }, { state: 'failed', validUntilMs: null })],
    ['the first one is ordered', undefined, own({ source: acme }, { state: 'working', validUntilMs: null })],
    ['files end in two weeks', 'certificate_ends', own({}, { validUntilMs: 1_000 + 14 * day })],
    ['files end later', undefined, own({}, { validUntilMs: 1_001 + 14 * day })],
    ['an ordered one ends soon and the next is on its way', undefined, own({ source: acme }, { validUntilMs: 1_000 + 3 * day })],
    ['the next one fails', 'certificate_ends', own({ source: acme }, { state: 'failed', validUntilMs: 1_000 + 3 * day })],
    ['it is over', 'certificate_over', own({}, { state: 'failed', validUntilMs: 1_000 })],
  ] as const)("of a name of the provider's own when %s: %s", (_, warning, internet) => expect(warn({ internet })).toBe(warning))

  it('of a certificate that is over before what follows from it', () => {
    expect(warn({ internet: own({}, { validUntilMs: 500 }), addresses: [fails('certificate_expired')] })).toBe('certificate_over')
  })
})
