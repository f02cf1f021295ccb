// A name of the provider's own: its certificate is ordered through the router, or stands in files; and what happens when it
// ends, is replaced, or cannot be had.
import assert from 'node:assert/strict'
import { appendFileSync, copyFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'

import type { Browser } from 'playwright-core'

import { launch, open, picture } from '../support/browser'
import { until } from '../support/programs'
import { type Authority, startAuthority } from './authority'
import { type Certificate, makeCertificate } from './certificates'
import { Names } from './names'
import { address, ask } from './places'
import { type Access, type AccessBody, browserAt, folder, password, Shop } from './world'

/** Invented. */
const number = '5511900006201'
const name = 'zap.example.com'
/** So long that a few tests fit in, so short that the next one comes within the others. */
const validS = 45

let shop: Shop
let authority: Authority
const names = new Names()
const trusted = join(folder, 'trusted.pem')
before(async () => {
  await names.open()
  authority = await startAuthority(folder, validS)
  names.known = { [name]: address.router, [authority.host]: address.outside }
  // The computer, and who looks from outside, trust the authority as they would trust Let's Encrypt.
  copyFileSync(join(folder, 'ca.pem'), trusted)
  appendFileSync(trusted, authority.root)
  process.env.SSL_CERT_FILE = trusted
  shop = await Shop.open()
})
after(async () => {
  await shop.world.stop()
  await authority.stop()
  names.close()
})

type Source = Extract<AccessBody['internet'], { kind: 'domain' }>['certificate']

const choose = (certificate: Source) => shop.choose({}, { kind: 'domain', name, certificate, port: 443, publicPort: 443, redirectPort: 80 })

const certificateOf = ({ internet }: Access) => internet.domain?.certificate

/** What somebody outside is answered who believes the trusted authorities alone: head and body. */
function look(url: string): string {
  const found = ['--resolve', `${name}:443:${address.router}`, '--resolve', `${name}:80:${address.router}`]
  return ask('outside', 'curl', '-s', '-i', '-m', '5', '--cacert', trusted, ...found, url)
}

/** The certificate that is shown outside, by its number. */
function serial(): string {
  const shown = `openssl s_client -connect ${address.router}:443 -servername ${name} </dev/null 2>/dev/null | openssl x509 -noout -serial`
  return ask('outside', 'sh', '-c', shown).trim()
}

describe('a certificate that is ordered', () => {
  let browser: Browser
  before(async () => {
    browser = await browserAt('outside', { [name]: address.router })
  })
  after(() => browser.close())

  it('comes through the router, and the link opens on the Internet with it', async () => {
    authority.lead(address.outside)
    await choose({
      kind: 'acme',
      contact: 'ana@example.com',
      directoryUrl: authority.directoryUrl,
      authorityPath: join(folder, 'ca.pem'),
    })
    // The name leads elsewhere yet, where nobody is. Let's Encrypt has a word of its own for this; pebble has none.
    const failed = await shop.comesTo('the proof fails', (access) => certificateOf(access)?.state === 'failed')
    assert.equal(certificateOf(failed)?.cause, 'other_server')
    assert.match(certificateOf(failed)?.detail ?? '', /Failed to connect/)
    assert.equal(failed.addresses[0]?.reach, 'this_machine', 'links carry what does not open')
    authority.lead(address.router)
    await shop.tryAgain()
    await shop.comesTo('there is a certificate', (access) => certificateOf(access)?.state === 'ready')
    await shop.check('the address leads here', null)
    const { url, reach } = await shop.link('Padaria do domínio')
    assert.equal(reach, 'anywhere')
    assert.ok(url.startsWith(`https://${name}/client/`), url)
    assert.match(look(`https://${name}/client/x`), /^HTTP\/1\.1 200/)
    await shop.connect(browser, url, number)
  })

  it('leads who comes without encryption to it, and browsers remember that', () => {
    const plain = look(`http://${name}/client/x`)
    assert.match(plain, /^HTTP\/1\.1 308/)
    assert.match(plain, new RegExp(`^location: https://${name}/client/x\\r$`, 'm'))
    assert.doesNotMatch(plain, /strict-transport-security/i)
    assert.match(look(`https://${name}/client/x`), /^strict-transport-security: max-age=\d{8}\r$/m)
    assert.match(ask('outside', 'curl', '-s', '-i', '-m', '5', `http://${address.router}/`), /^HTTP\/1\.1 421/)
    assert.match(look(`https://${name}/api/saas/me`), /^HTTP\/1\.1 421/, 'the panel stays at home')
  })

  it('is followed by the next one before it ends, without a pause', async () => {
    const first = serial()
    await until('the next one is shown', () => Promise.resolve(serial() !== first), (validS + 15) * 1_000)
    assert.match(look(`https://${name}/client/x`), /^HTTP\/1\.1 200/)
  })

  it('that cannot be had is told with its cause, before and after the last one is over, and comes when it can', async () => {
    names.known = { [name]: address.router }
    const failed = await shop.comesTo('the next one fails', (access) => certificateOf(access)?.state === 'failed')
    const { cause, validUntilMs, againAtMs } = certificateOf(failed) ?? {}
    assert.equal(cause, 'directory_unreachable')
    assert.ok(validUntilMs && validUntilMs > Date.now(), 'it is told too late')
    assert.ok(againAtMs && againAtMs > Date.now())
    // A certificate holds to the end of its last second.
    await until('it is over', () => Promise.resolve(Date.now() > validUntilMs + 1_000), validS * 1_000)
    await shop.check('browsers refuse it', 'certificate_expired')
    names.known = { [name]: address.router, [authority.host]: address.outside }
    await shop.check('all is well again', null)
  })
})

describe('a certificate in files', () => {
  const pair: Certificate = { certificate: join(folder, 'own.pem'), key: join(folder, 'own.key') }
  const put = (made: Certificate) => {
    copyFileSync(made.key, pair.key)
    copyFileSync(made.certificate, pair.certificate)
  }
  const source: Source = { kind: 'files', chainPath: pair.certificate, keyPath: pair.key }
  const inSeconds = (seconds: number) => new Date(Date.now() + seconds * 1_000).toISOString().replaceAll(/[-T:]/g, '').slice(0, 14)

  it('with a key of another one is refused with a sentence', async () => {
    put(makeCertificate(folder, name))
    copyFileSync(makeCertificate(folder, 'other.example.com').key, pair.key)
    await assert.rejects(choose(source), /422.*internet\.keyPath.*key_mismatch.*the key belongs to another certificate/s)
  })

  it('is shown, and so is the next one as soon as it is there', async () => {
    put(makeCertificate(folder, name))
    await choose(source)
    await shop.comesTo('it is shown', (access) => certificateOf(access)?.state === 'ready')
    await shop.check('the address leads here', null)
    const first = serial()
    put(makeCertificate(folder, name, '20890101'))
    shop.world.reload()
    await until('the next one is shown', () => Promise.resolve(serial() !== first))
    assert.match(look(`https://${name}/client/x`), /^HTTP\/1\.1 200/)
  })

  it('is told when it ends soon, and when it is over', async () => {
    const browser = await launch()
    const page = await (await open(browser, { name: 'desktop', isPhone: false, theme: 'light', language: 'pt-BR' })).newPage()
    await page.goto(shop.world.panelUrl)
    await page.getByLabel('Senha do painel').fill(password)
    await page.getByRole('button', { name: 'Entrar' }).click()
    await page.getByRole('link', { name: 'Clientes' }).first().waitFor()
    put(makeCertificate(folder, name, inSeconds(25)))
    await page.getByText(/O certificado do seu domínio vence em/).waitFor({ timeout: 20_000 })
    await picture(page, 'outside-certificate-ends')
    await shop.comesTo('it is over', (access) => certificateOf(access)?.cause === 'expired')
    await page.getByText(/O certificado do seu domínio venceu em/).waitFor({ timeout: 20_000 })
    await shop.check('browsers refuse it', 'certificate_expired')
    put(makeCertificate(folder, name, '20880101'))
    await shop.check('all is well again', null)
    await page.getByText(/O certificado do seu domínio/).waitFor({ state: 'detached', timeout: 20_000 })
    await browser.close()
  })
})
