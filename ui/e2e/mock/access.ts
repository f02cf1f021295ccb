// From where the mocked server is reached, and what is chosen about it.
import type { Access, AccessBody, CheckFailure } from '../../src/api/types'
import { access as build } from '../../src/testing/world'
import { hour, minute } from './world'

/** Open to the network and behind a web server, and all of it works. */
export function access(now: number): Access {
  const works = { checkedAtMs: now - 2 * minute, failure: null, sinceMs: now - 26 * hour, isInconclusive: false }
  const lastVisitAtMs = now - 9 * minute
  return build({
    addresses: [
      { url: 'https://portaria.exemplo.com.br', reach: 'anywhere', check: works, lastVisitAtMs },
      { url: 'http://portaria.local:3001', reach: 'lan', check: null, lastVisitAtMs: null },
      { url: 'http://192.168.0.12:3001', reach: 'lan', check: works, lastVisitAtMs: now - 3 * hour },
    ],
    network: {
      ...build().network,
      isOpen: true,
      toldName: 'portaria.local',
      listening: [
        { ip: '192.168.0.12', failure: null },
        { ip: '10.8.0.4', failure: null },
      ],
    },
    internet: {
      kind: 'proxy',
      isFixed: false,
      publicUrl: 'https://portaria.exemplo.com.br',
      trustedProxies: ['127.0.0.1'],
      tunnel: null,
      domain: null,
    },
  })
}

/** As it is when nothing was chosen yet. */
export const closed = (): Access => build()

/** The address that links carry has stopped to lead here. */
export function failing(now: number, failure: CheckFailure): Access {
  const open = access(now)
  const [best, ...others] = open.addresses
  if (!best) throw new Error('no address')
  return {
    ...open,
    addresses: [{ ...best, check: { checkedAtMs: now - 20_000, failure, sinceMs: now - 42 * minute, isInconclusive: false } }, ...others],
  }
}

/** Open to the network, where no other device has come through yet. */
export function unvisited(now: number): Access {
  const open = access(now)
  return { ...open, addresses: open.addresses.slice(1).map((address) => ({ ...address, lastVisitAtMs: null })) }
}

/** A router that lets nobody of its own network test the address, while people come. */
export function untestable(now: number): Access {
  const open = failing(now, 'connect_timed_out')
  for (const { check } of open.addresses.slice(0, 1)) if (check) check.isInconclusive = true
  return open
}

/** A tunnel that leads to the panel's port, as it did before there was one for tunnels. */
export function tunnelAtMainPort(): Access {
  const down = tunnelDown()
  const tunnel: Access['internet']['tunnel'] = {
    program: 'frp',
    path: '/usr/bin/frpc',
    arguments: ['-c', '/etc/frp/frpc.toml'],
    namesCallers: false,
    isAtMainPort: true,
    hasToken: false,
    state: 'up',
    cause: null,
    againInS: null,
    lastLines: [],
  }
  return { ...down, internet: { ...down.internet, publicUrl: 'https://zap.exemplo.com.br', tunnel } }
}

/** A tunnel whose program has just ended. */
export function tunnelDown(): Access {
  return build({
    internet: {
      kind: 'tunnel',
      isFixed: false,
      publicUrl: null,
      trustedProxies: [],
      domain: null,
      tunnel: {
        program: 'cloudflared_quick',
        path: null,
        arguments: [],
        hasToken: false,
        namesCallers: true,
        isAtMainPort: false,
        state: 'waiting',
        cause: 'ended',
        againInS: 16,
        lastLines: [
          '2026-11-29T09:00:00Z INF Requesting new quick Tunnel on trycloudflare.com...',
          'failed to request quick Tunnel: dial tcp: lookup api.trycloudflare.com: no such host',
        ],
      },
    },
  })
}

type Domain = NonNullable<Access['internet']['domain']>

/** A name of the provider's own, with something about it that is to be seen. */
export function ownDomain(change: Partial<Domain>): Access {
  const domain: Domain = {
    name: 'zap.exemplo.com.br',
    port: 443,
    publicPort: 443,
    redirectPort: 80,
    source: { kind: 'acme', contact: 'ana@exemplo.com.br', directoryUrl: null, authorityPath: null },
    ports: [
      { port: 443, failure: null },
      { port: 80, failure: null },
    ],
    certificate: null,
    asksRouter: false,
    mapping: null,
    ...change,
  }
  return build({ internet: { kind: 'domain', isFixed: false, publicUrl: null, trustedProxies: [], tunnel: null, domain } })
}

/** How it stands with a certificate that is there. */
export function certificate(now: number, change: Partial<NonNullable<Domain['certificate']>> = {}): NonNullable<Domain['certificate']> {
  const day = 24 * hour
  return { state: 'ready', validUntilMs: now + 60 * day, renewsAtMs: now + 30 * day, cause: null, detail: null, againAtMs: null, ...change }
}

/** Network settings with an address that another program has, and a name that another computer has. */
export function crowded(now: number): Access {
  const open = access(now)
  return {
    ...open,
    network: {
      ...open.network,
      toldName: 'portaria-2.local',
      listening: [
        { ip: '192.168.0.12', failure: null },
        { ip: '10.8.0.4', failure: 'port_taken' },
      ],
    },
  }
}

type Refusal = { field: string; code: string }[]

/** What is wrong with a choice; as the server would say it. */
export function refusals({ network, internet }: AccessBody): Refusal {
  const wrong: Refusal = []
  if (!/^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/i.test(network.name)) wrong.push({ field: 'network.name', code: 'invalid' })
  if (internet.kind === 'proxy') {
    if (!URL.canParse(internet.publicUrl)) wrong.push({ field: 'internet.publicUrl', code: 'invalid' })
    internet.trustedProxies?.forEach((one, index) => {
      if (!/^[\da-f.:]+(\/\d+)?$/i.test(one)) wrong.push({ field: `internet.trustedProxies.${index}`, code: 'invalid' })
    })
  }
  if (internet.kind === 'tunnel') {
    const needsUrl = internet.program === 'cloudflared_named' || internet.program === 'frp'
    if (needsUrl && !internet.publicUrl) wrong.push({ field: 'internet.publicUrl', code: 'missing' })
    if (internet.program === 'other' && !internet.path) wrong.push({ field: 'internet.path', code: 'missing' })
  }
  if (internet.kind === 'domain') {
    if (!internet.name.includes('.')) wrong.push({ field: 'internet.name', code: 'invalid' })
    if (internet.certificate.kind === 'files') {
      if (internet.certificate.chainPath === '') wrong.push({ field: 'internet.chainPath', code: 'missing' })
      else wrong.push({ field: 'internet.keyPath', code: 'key_mismatch' })
    }
    if (internet.port === 0) wrong.push({ field: 'internet.port', code: 'invalid' })
  }
  return wrong
}

function domainOf({ name, certificate, ...ports }: Extract<AccessBody['internet'], { kind: 'domain' }>): Domain {
  const source: Domain['source'] =
    certificate.kind === 'files'
      ? certificate
      : {
          kind: 'acme',
          contact: certificate.contact ?? null,
          directoryUrl: certificate.directoryUrl ?? null,
          authorityPath: certificate.authorityPath ?? null,
        }
  const { port = 443, publicPort = 443, redirectPort = null, asksRouter = false } = ports
  const certificateState = { state: 'working', validUntilMs: null, renewsAtMs: null, cause: null, detail: null, againAtMs: null }
  const mapping = asksRouter ? { state: 'asking', publicIp: null, cause: null } : null
  return {
    name,
    port,
    publicPort,
    redirectPort,
    source,
    ports: [{ port, failure: null }],
    certificate: certificateState,
    asksRouter,
    mapping,
  }
}

/** The choice as it is carried out. */
export function chosen(before: Access, { network, internet, admin }: AccessBody, now: number): Access {
  const ips = before.localAddresses.map(({ ip }) => ip).filter((ip) => !network.address || ip === network.address)
  const isTunnel = internet.kind === 'tunnel'
  const publicUrl = 'publicUrl' in internet ? (internet.publicUrl ?? null) : null
  const next: Access = {
    ...before,
    admin: { ...before.admin, isRemote: admin.isRemote },
    network: {
      ...before.network,
      isOpen: network.isOpen,
      address: network.address ?? null,
      name: network.name,
      linkBy: network.linkBy,
      toldName: network.isOpen ? `${network.name}.local` : null,
      listening: network.isOpen ? ips.map((ip) => ({ ip, failure: null })) : [],
    },
    internet: {
      kind: internet.kind,
      isFixed: false,
      publicUrl,
      trustedProxies: internet.kind === 'proxy' ? (internet.trustedProxies ?? []) : [],
      tunnel: isTunnel
        ? {
            program: internet.program,
            path: internet.path ?? null,
            arguments: internet.arguments ?? [],
            namesCallers: internet.namesCallers ?? true,
            isAtMainPort: false,
            hasToken: Boolean(internet.token) || before.internet.tunnel?.hasToken === true,
            state: 'starting',
            cause: null,
            againInS: null,
            lastLines: [],
          }
        : null,
      domain: internet.kind === 'domain' ? domainOf(internet) : null,
    },
  }
  const check = { checkedAtMs: now, failure: null, sinceMs: now, isInconclusive: false }
  const lan = network.isOpen ? [`http://${network.name}.local:3001`, ...ips.map((ip) => `http://${ip}:3001`)] : []
  const addresses: Access['addresses'] = [
    ...(publicUrl === null ? [] : [{ url: publicUrl, reach: 'anywhere' as const, check: null, lastVisitAtMs: null }]),
    ...lan.map((url) => ({ url, reach: 'lan' as const, check: url.includes('.local') ? null : check, lastVisitAtMs: null })),
  ]
  if (addresses.length === 0) addresses.push({ url: 'http://localhost:3001', reach: 'this_machine', check: null, lastVisitAtMs: null })
  return { ...next, addresses }
}
