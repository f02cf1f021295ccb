// A link that was copied works for the customer: from the same network, through a web server, through a tunnel; and what
// happens when each of them goes wrong.
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { after, before, describe, it } from 'node:test'

import type { Browser } from 'playwright-core'

import { caddy as caddyExample, nginx as nginxExample } from '../../src/admin/access/examples'
import { run, type Running, until } from '../support/programs'
import { runCaddy } from './caddy'
import { makeCertificate } from './certificates'
import { type Nginx, runNginx } from './nginx'
import { Names } from './names'
import { address, ask, from, move } from './places'
import { browserAt, folder, Shop } from './world'

/** Invented. */
const numbers = { network: '5511900006001', proxy: '5511900006002', tunnel: '5511900006003', caddy: '5511900006004' }
const name = 'zap.example.com'
const here = new URL('.', import.meta.url).pathname

let shop: Shop
const names = new Names()
before(async () => {
  await names.open()
  shop = await Shop.open()
})
after(async () => {
  await shop.world.stop()
  names.close()
})

/** The status that a place gets for an address; nothing where it doesn't get through. */
function statusFrom(at: 'neighbour' | 'outside', url: string, ...more: string[]): number | undefined {
  try {
    return Number(ask(at, 'curl', '-sk', '-o', '/dev/null', '-m', '3', '-w', '%{http_code}', ...more, url))
  } catch {
    return undefined
  }
}

/** Whether the Internet gets any answer for the name. */
const isUp = () => Promise.resolve(statusFrom('outside', `https://${name}/`, '--resolve', `${name}:443:${address.router}`) !== undefined)

/** Where the network says that the shop is; nothing while nobody answers. */
function nameInNetwork(): string | undefined {
  try {
    return ask('neighbour', process.execPath, '--import', 'tsx', `${here}name.ts`, 'portaria.local', address.neighbour).trim()
  } catch {
    return undefined
  }
}

describe('in the same network', () => {
  it('nothing is open before it is chosen', () => {
    assert.equal(statusFrom('neighbour', `http://${address.shop}:${shop.port}/healthz`), undefined)
  })

  it('a port that another program has is named, and taken as soon as it is free', async () => {
    const other = createServer().listen(shop.port, address.shop)
    await once(other, 'listening')
    await shop.choose({ isOpen: true }, { kind: 'closed' })
    const taken = await shop.comesTo('the port is taken', ({ network }) => network.listening[0]?.failure === 'port_taken')
    assert.equal(taken.addresses[0]?.reach, 'this_machine', 'links carry what does not open')
    other.close()
    await shop.comesTo('the port is open', ({ network }) => network.listening[0]?.failure === null)
  })

  it('the link carries a name that phones find, and opens there', async () => {
    const access = await shop.comesTo('open to the network', ({ addresses }) => addresses[0]?.url === `http://portaria.local:${shop.port}`)
    assert.deepEqual(access.network.listening, [{ ip: address.shop, failure: null }])
    const { url, reach, others } = await shop.link('Padaria da rua')
    assert.equal(reach, 'lan')
    assert.deepEqual(
      others.map((other) => new URL(other.url).host),
      [`${address.shop}:${shop.port}`],
    )
    await until('phones find the name', () => Promise.resolve(nameInNetwork() === address.shop))
    const browser = await browserAt('neighbour', { 'portaria.local': address.shop })
    await shop.connect(browser, url, numbers.network)
    await browser.close()
  })

  it('the panel stays at home, and the Internet sees nothing', () => {
    const panel = `http://${address.shop}:${shop.port}/api/saas/me`
    assert.equal(statusFrom('neighbour', panel), 421)
    assert.equal(statusFrom('outside', `http://${address.router}:${shop.port}/healthz`), undefined)
  })

  it('another address from the router leaves the link as it was', async () => {
    const moved = '192.168.77.50'
    move(address.shop, moved)
    try {
      await shop.comesTo('the new address is open', ({ network }) =>
        network.listening.some(({ ip, failure }) => ip === moved && failure === null),
      )
      await until('phones find the new address', () => Promise.resolve(nameInNetwork() === moved), 30_000)
      assert.equal(
        statusFrom('neighbour', `http://portaria.local:${shop.port}/healthz`, '--resolve', `portaria.local:${shop.port}:${moved}`),
        200,
      )
    } finally {
      move(moved, address.shop)
    }
    await shop.comesTo('the old address is open again', ({ network }) => network.listening[0]?.ip === address.shop)
  })

  it('is closed as soon as it is chosen', async () => {
    await shop.choose({}, { kind: 'closed' })
    await shop.comesTo('this computer only', ({ addresses }) => addresses[0]?.reach === 'this_machine')
    assert.equal(statusFrom('neighbour', `http://${address.shop}:${shop.port}/healthz`), undefined)
  })
})

describe('through a web server with a certificate', () => {
  let nginx: Nginx
  let browser: Browser
  before(async () => {
    names.known = { [name]: address.router }
    browser = await browserAt('outside', { [name]: address.router })
    nginx = await front()
    await shop.choose({}, { kind: 'proxy', publicUrl: `https://${name}`, trustedProxies: ['127.0.0.1'] })
  })
  after(async () => {
    await nginx.stop()
    await browser.close()
  })

  /** nginx as the panel shows it; `changed` is what somebody forgot or got wrong. */
  function front(changed: { host?: string; socket?: string; port?: number; until?: string; name?: string } = {}): Promise<Nginx> {
    const { certificate, key } = makeCertificate(folder, changed.name ?? name, changed.until)
    let site = nginxExample({ publicUrl: `https://${name}`, port: changed.port ?? shop.port })
    const replace = (line: RegExp, by: string) => {
      assert.match(site, line)
      site = site.replace(line, by)
    }
    replace(/ssl_certificate .*;/, `ssl_certificate ${certificate};`)
    replace(/ssl_certificate_key .*;/, `ssl_certificate_key ${key};`)
    if (changed.host !== undefined) replace(/proxy_set_header Host .*;/, changed.host)
    if (changed.socket !== undefined) replace(/proxy_set_header Upgrade .*;/, changed.socket)
    return runNginx('shop', folder, 'front', site, isUp)
  }

  async function changeTo(...changed: Parameters<typeof front>): Promise<void> {
    await nginx.stop()
    nginx = await front(...changed)
  }

  it('the link opens on the Internet, and WhatsApp connects', async () => {
    await shop.check('the address leads here', null)
    const { url, reach } = await shop.link('Padaria da cidade')
    assert.equal(reach, 'anywhere')
    assert.ok(url.startsWith(`https://${name}/client/`), url)
    await shop.connect(browser, url, numbers.proxy)
  })

  it('the name of the computer opens no panel from there', async () => {
    const panel = `https://${name}/api/saas/me`
    const forged = ['--resolve', `${name}:443:${address.router}`, '-H', `Host: localhost:${shop.port}`]
    assert.equal(statusFrom('outside', panel, ...forged), 421)
    // Also behind a web server that passes on whatever Host a stranger writes.
    await changeTo({ host: 'proxy_set_header Host $http_host;' })
    assert.equal(statusFrom('outside', panel, ...forged), 421)
    await changeTo()
  })

  it('what goes wrong is named, since when, and over when it is over', async () => {
    const wrong = [
      ['certificate_expired', { until: '20210101' }],
      ['certificate_other_name', { name: 'other.example.com' }],
      ['sockets_refused', { socket: '' }],
      ['name_changed', { host: 'proxy_set_header Host intern.example.com;' }],
      ['nothing_behind', { port: 9 }],
    ] as const
    for (const [failure, changed] of wrong) {
      await changeTo(changed)
      await shop.check(failure, failure)
    }
    const access = await shop.access()
    const check = access.addresses[0]?.check
    assert.ok(check && check.sinceMs < check.checkedAtMs, 'it is told since the last check only')
    await changeTo()
    await shop.check('all is well again', null)
  })

  it('a web server that is gone, and names that lead elsewhere, are told apart', async () => {
    await nginx.stop()
    await shop.check('nobody answers', 'refused')
    nginx = await front()

    const other = makeCertificate(folder, name, '20890101')
    const stranger = `server { listen 443 ssl; ssl_certificate ${other.certificate}; ssl_certificate_key ${other.key}; return 200 "hello"; }`
    const upThere = () => Promise.resolve(statusFrom('outside', `https://${address.outside}/`) === 200)
    const elsewhere = await runNginx('outside', folder, 'elsewhere', stranger, upThere)
    names.known = { [name]: address.outside }
    await shop.check('somebody else answers', 'other_server')
    await elsewhere.stop()
    names.known = { [name]: '192.168.77.200' }
    await shop.check('a local network', 'name_private')
    names.known = {}
    await shop.check('nobody knows the name', 'name_unknown')

    names.known = { [name]: address.router }
    await shop.comesTo('it comes back by itself', ({ addresses: [best] }) => best?.check?.failure === null)
  })
})

describe('through Caddy, as the panel shows it', () => {
  it('the link opens on the Internet, and WhatsApp connects', async () => {
    names.known = { [name]: address.router }
    const site = caddyExample({ publicUrl: `https://${name}`, port: shop.port })
    const caddy = await runCaddy('shop', folder, site, isUp)
    try {
      await shop.choose({}, { kind: 'proxy', publicUrl: `https://${name}`, trustedProxies: ['127.0.0.1'] })
      await shop.check('the address leads here', null)
      const { url, reach } = await shop.link('Padaria da esquina')
      assert.equal(reach, 'anywhere')
      const browser = await browserAt('outside', { [name]: address.router })
      await shop.connect(browser, url, numbers.caddy)
      await browser.close()
    } finally {
      await caddy.stop()
    }
  })
})

describe('through a tunnel', () => {
  const far = 7000
  let relay: Running
  before(async () => {
    names.known = { 'tunnel.example.com': address.outside }
    relay = await farEnd()
  })
  after(() => relay.stop())

  async function farEnd(): Promise<Running> {
    const [program, args] = from('outside', process.execPath, `${here}relay.mjs`, 'far', '80', String(far))
    const running = run(program, args)
    await running.said(/(ready)/)
    return running
  }

  it('the link opens on the Internet though the router passes nothing on', async () => {
    const near = [`${here}relay.mjs`, 'near', `${address.outside}:${far}`, '{port}']
    const tunnel = {
      kind: 'tunnel',
      program: 'other',
      path: process.execPath,
      arguments: near,
      publicUrl: 'http://tunnel.example.com',
    } as const
    await shop.choose({ isOpen: true }, tunnel)
    await shop.comesTo('the tunnel is up', ({ internet }) => internet.tunnel?.state === 'up')
    await shop.check('it leads here', null)
    const { url, reach, others } = await shop.link('Padaria do mundo')
    assert.equal(reach, 'anywhere')
    assert.deepEqual(
      others.map((other) => other.reach),
      ['lan', 'lan'],
    )
    const browser = await browserAt('outside', { 'tunnel.example.com': address.outside })
    await shop.connect(browser, url, numbers.tunnel)
    await browser.close()
  })

  it('that falls is told, and comes back by itself', async () => {
    await relay.stop('SIGKILL')
    await shop.comesTo('the program ended', ({ internet }) => internet.tunnel?.cause === 'ended')
    await shop.check('nobody answers', 'refused')
    relay = await farEnd()
    await shop.comesTo(
      'it leads here again',
      ({ internet, addresses: [best] }) => internet.tunnel?.state === 'up' && best?.check?.failure === null,
    )
  })
})
