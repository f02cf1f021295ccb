import { describe, expect, it } from 'vitest'

import { Trouble } from '../../api/problem'
import type { Access } from '../../api/types'
import { access as build } from '../../testing/world'
import { accessBody, internetDraft, isAbout, networkDraft, refusedLine, withScheme } from './drafts'

const tunnel: NonNullable<Access['internet']['tunnel']> = {
  program: 'cloudflared_named',
  path: '/opt/cloudflared',
  arguments: [],
  hasToken: true,
  namesCallers: true,
  isAtMainPort: false,
  state: 'up',
  cause: null,
  againInS: null,
  lastLines: [],
}
const behindTunnel = build({
  internet: { kind: 'tunnel', isFixed: false, publicUrl: 'https://zap.example.com', trustedProxies: [], tunnel, domain: null },
})

describe('what is saved', () => {
  it('of the network leaves the Internet as it is stored, and its token alone', () => {
    const body = accessBody(behindTunnel, { network: { isOpen: true, address: '10.8.0.4', name: ' loja ', linkBy: 'address' } })
    expect(body.network).toEqual({ isOpen: true, address: '10.8.0.4', name: 'loja', linkBy: 'address' })
    expect(body.internet).toEqual({
      kind: 'tunnel',
      program: 'cloudflared_named',
      path: '/opt/cloudflared',
      arguments: [],
      publicUrl: 'https://zap.example.com',
    })
  })

  it('of the panel is what was chosen, and stays when another part is saved', () => {
    expect(accessBody(build(), { isAdminRemote: true }).admin.isRemote).toBe(true)
    const open = build({ admin: { isRemote: true, isFixed: false } })
    expect(accessBody(open, { network: networkDraft(open) }).admin.isRemote).toBe(true)
    expect(accessBody(open, { isAdminRemote: false }).admin.isRemote).toBe(false)
  })

  it('of a tunnel is only what its program takes', () => {
    const draft = { ...internetDraft(behindTunnel), words: '-c\n\n /etc/frpc.toml ', token: ' t0ken ' }
    const internet = (change: Partial<typeof draft>) => accessBody(behindTunnel, { internet: { ...draft, ...change } }).internet
    expect(internet({})).toMatchObject({ token: 't0ken', arguments: [] })
    expect(internet({ program: 'cloudflared_quick' })).toEqual({
      kind: 'tunnel',
      program: 'cloudflared_quick',
      path: '/opt/cloudflared',
      arguments: [],
      publicUrl: null,
    })
    expect(internet({ program: 'frp' })).toMatchObject({ arguments: ['-c', '/etc/frpc.toml'], publicUrl: 'https://zap.example.com' })
    expect(internet({ program: 'frp' })).not.toHaveProperty('token')
    expect(internet({}), 'of Cloudflare it is known').not.toHaveProperty('namesCallers')
    expect(internet({ program: 'frp', namesCallers: false })).toMatchObject({ namesCallers: false })
    expect(internet({ program: 'other', publicUrl: ' ', path: '' })).toMatchObject({ publicUrl: null, path: null })
  })

  it('of a web server is its address with a scheme, and a place in each line', () => {
    const draft = {
      ...internetDraft(build()),
      kind: 'proxy' as const,
      publicUrl: 'zap.example.com',
      trustedProxies: '127.0.0.1\n 10.0.0.0/8\n',
    }
    expect(accessBody(build(), { internet: draft }).internet).toEqual({
      kind: 'proxy',
      publicUrl: 'https://zap.example.com',
      trustedProxies: ['127.0.0.1', '10.0.0.0/8'],
    })
    expect(internetDraft(build()).trustedProxies, 'most run it on the same computer').toBe('127.0.0.1')
  })

  it("of a name of the provider's own is what its certificate takes, and ports that are some", () => {
    const draft = {
      ...internetDraft(build()),
      kind: 'domain' as const,
      domainName: ' zap.example.com ',
      chainPath: '/a.pem',
      keyPath: '/a.key',
    }
    const internet = (change: Partial<typeof draft>) => accessBody(build(), { internet: { ...draft, ...change } }).internet
    expect(internet({})).toEqual({
      kind: 'domain',
      name: 'zap.example.com',
      certificate: { kind: 'acme', contact: null, directoryUrl: null, authorityPath: null },
      port: 443,
      publicPort: 443,
      redirectPort: 80,
      asksRouter: false,
    })
    expect(internet({ certificate: 'files', redirects: false })).toMatchObject({
      certificate: { kind: 'files', chainPath: '/a.pem', keyPath: '/a.key' },
      redirectPort: null,
    })
    for (const port of ['', 'x', '-1', '4.5', '65536', '1e3']) expect(internet({ port }), port).toMatchObject({ port: 0 })
    expect(internet({ port: ' 8443 ' })).toMatchObject({ port: 8443 })
    const source = { kind: 'files' as const, chainPath: '/a.pem', keyPath: '/a.key' }
    const domain = {
      name: 'zap.example.com',
      port: 8443,
      publicPort: 443,
      redirectPort: null,
      source,
      ports: [],
      certificate: null,
      asksRouter: true,
      mapping: null,
    }
    const stored = build({ internet: { ...build().internet, kind: 'domain', domain } })
    expect(accessBody(stored, { network: networkDraft(stored) }).internet).toEqual({
      kind: 'domain',
      name: 'zap.example.com',
      certificate: source,
      port: 8443,
      publicPort: 443,
      redirectPort: null,
      asksRouter: true,
    })
  })

  it('is never what was said when the server was started', () => {
    const { network, internet } = build()
    expect(accessBody(build({ admin: { isRemote: true, isFixed: true } }), {}).admin.isRemote).toBe(false)
    const fixed = build({ network: { ...network, isOpen: true, isFixed: true }, internet: { ...internet, kind: 'proxy', isFixed: true } })
    const body = accessBody(fixed, { network: networkDraft(fixed) })
    expect(body.network.isOpen).toBe(false)
    expect(body.internet).toEqual({ kind: 'closed' })
  })

  it.each([
    ['zap.example.com', 'https://zap.example.com'],
    [' http://zap.example.com ', 'http://zap.example.com'],
    ['', ''],
  ])('%j is sent as %j', (typed, sent) => expect(withScheme(typed)).toBe(sent))
})

describe('what is refused', () => {
  const trouble = new Trouble('validation_failed', {
    type: '',
    title: '',
    status: 422,
    code: 'validation_failed',
    detail: '',
    errors: [{ field: 'internet.trustedProxies.12', code: 'invalid', detail: '' }],
  })
  it('is shown at its line and at its part of the page', () => {
    expect(refusedLine(trouble, 'internet.trustedProxies')).toBe(12)
    expect(refusedLine(undefined, 'internet.trustedProxies')).toBeUndefined()
    expect([isAbout(trouble, 'internet'), isAbout(trouble, 'network')]).toEqual([true, false])
  })
})
