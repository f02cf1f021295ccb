// The router passes ports on because it is asked to (UPnP), and no longer than that: Debian's miniupnpd on the shop's router.
import assert from 'node:assert/strict'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'

import { run, type Running, until } from '../support/programs'
import { makeCertificate } from './certificates'
import { Names } from './names'
import { address, ask, from } from './places'
import { browserAt, folder, Shop } from './world'

/** Invented. */
const number = '5511900006301'
const name = 'zap.example.com'
/** One that the router does not pass on by itself. */
const port = 8443

let shop: Shop
const names = new Names()
before(async () => {
  await names.open()
  names.known = { [name]: address.router }
  shop = await Shop.open()
})
after(async () => {
  await shop.world.stop()
  names.close()
})

/** Where the program writes what it was asked for. */
const chains = `
table inet filter {
  chain miniupnpd { }
  chain prerouting_miniupnpd { }
  chain postrouting_miniupnpd { }
  chain forward { type filter hook forward priority 0; policy accept; jump miniupnpd; }
  chain prerouting { type nat hook prerouting priority -99; policy accept; jump prerouting_miniupnpd; }
  chain postrouting { type nat hook postrouting priority 99; policy accept; jump postrouting_miniupnpd; }
}`

/** The router lets itself be asked by who is in the shop's network, for ports that match the rule. */
async function startRouter(rule: string): Promise<Running> {
  const own = join(folder, 'miniupnpd')
  mkdirSync(own, { recursive: true })
  const file = join(own, 'miniupnpd.conf')
  // It takes no address for documentation for one of the Internet, as ours are.
  const lines = ['ext_ifname=wan', 'ext_ip=9.9.9.9', 'listening_ip=lan', 'enable_natpmp=no', 'uuid=00000000-0000-4000-8000-000000000001']
  writeFileSync(file, [...lines, rule, 'deny 0-65535 0.0.0.0/0 0-65535', ''].join('\n'))
  const rules = join(own, 'chains.nft')
  writeFileSync(rules, `table inet filter\ndelete table inet filter${chains}\n`)
  ask('router', 'nft', '-f', rules)
  const [program, args] = from('router', 'miniupnpd', '-d', '-f', file, '-P', join(own, 'pid'))
  const router = run(program, args)
  await router.said(/HTTP (listening)/)
  return router
}

const choose = (asksRouter: boolean) => {
  const { certificate, key } = makeCertificate(folder, name)
  const source = { kind: 'files' as const, chainPath: certificate, keyPath: key }
  return shop.choose({}, { kind: 'domain', name, certificate: source, port, publicPort: port, redirectPort: null, asksRouter })
}

const comesTo = (what: string, cause: string | null) =>
  shop.comesTo(what, ({ internet }) => {
    const mapping = internet.domain?.mapping
    return cause === null ? mapping?.state === 'mapped' : mapping?.cause === cause
  })

function opensOutside(): boolean {
  const found = ['--resolve', `${name}:${port}:${address.router}`]
  try {
    return ask('outside', 'curl', '-sk', '-o', '/dev/null', '-m', '2', '-w', '%{http_code}', ...found, `https://${name}:${port}/`) === '200'
  } catch {
    return false
  }
}

const passedOn = () => ask('router', 'nft', 'list', 'ruleset').includes(String(port))

describe('the router', () => {
  it('is not asked before that is chosen', async () => {
    const router = await startRouter(`allow ${port} 192.168.77.0/24 ${port}`)
    await choose(false)
    const access = await shop.comesTo('the certificate is read', ({ internet }) => internet.domain?.certificate?.state === 'ready')
    assert.equal(access.internet.domain?.mapping, null)
    assert.equal(opensOutside(), false)
    await router.stop()
  })

  it('that does not answer, and one that refuses, are told apart', async () => {
    await choose(true)
    await comesTo('no router answers', 'no_router')
    const router = await startRouter('deny 0-65535 192.168.77.0/24 0-65535')
    await shop.tryAgain()
    await shop.comesTo('it refuses', ({ internet }) => ['not_allowed', 'refused'].includes(internet.domain?.mapping?.cause ?? ''))
    assert.equal(opensOutside(), false)
    await router.stop()
  })

  it('passes the port on when it is asked, the link opens on the Internet, and it takes it back when that ends', async () => {
    const router = await startRouter(`allow ${port} 192.168.77.0/24 ${port}`)
    await shop.tryAgain()
    const access = await comesTo('it passes the port on', null)
    assert.equal(access.internet.domain?.mapping?.publicIp, '9.9.9.9')
    const { url } = await shop.link('Padaria do largo')
    assert.ok(url.startsWith(`https://${name}:${port}/client/`), url)
    const browser = await browserAt('outside', { [name]: address.router })
    await shop.connect(browser, url, number)
    await browser.close()

    // Chosen anew, it's taken back and asked for again, in this order.
    await choose(false)
    await shop.comesTo('it is asked no more', ({ internet }) => internet.domain?.mapping === null)
    await choose(true)
    await comesTo('it passes the port on again', null)
    assert.equal(passedOn(), true)

    await shop.choose({}, { kind: 'closed' })
    await until('the router passes nothing on', () => Promise.resolve(!passedOn()))
    await router.stop()
  })
})
