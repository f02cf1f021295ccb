// The server in the shop, its provider, and who opens its links from elsewhere.
import type { Browser } from 'playwright-core'

import type { components } from '../../src/api/schema.gen'
import { launch } from '../support/browser'
import { startWorld, until, type World } from '../support/programs'
import { readQr } from '../support/steps'
import { logIn, type Provider } from '../witness/tenant'
import { browserFrom, type Place } from './places'

type Schemas = components['schemas']
export type Access = Schemas['Access']
export type AccessBody = Schemas['AccessBody']

/** Where certificates and the like are. */
export const folder = process.env.OUTSIDE_FOLDER ?? ''

/** The panel's. */
export const password = 'uma senha bem comprida'

export class Shop {
  readonly world: World
  readonly port: number
  private readonly provider: Provider

  private constructor(world: World, provider: Provider) {
    this.world = world
    this.provider = provider
    this.port = Number(new URL(world.panelUrl).port)
  }

  /** A server whose panel has a password. */
  static async open(): Promise<Shop> {
    const world = await startWorld()
    const first = new Shop(world, await logIn(world))
    const response = await first.ask('POST', '/password', { password })
    const cookie = response.headers.get('set-cookie')?.split(';')[0] ?? ''
    const page = response.headers.get('portaria-page')?.split('.')[0] ?? ''
    return new Shop(world, { cookie, 'portaria-page': page })
  }

  async access(): Promise<Access> {
    return (await this.ask('GET', '/access')).json() as Promise<Access>
  }

  async choose(network: Partial<AccessBody['network']>, internet: AccessBody['internet']): Promise<void> {
    await this.ask('POST', '/access', {
      network: { isOpen: false, name: 'portaria', linkBy: 'name', ...network },
      internet,
      admin: { isRemote: false },
    })
  }

  /** Waits until the server's state of access is as wanted. */
  async comesTo(what: string, is: (access: Access) => boolean): Promise<Access> {
    let last: Access | undefined
    const look = async () => {
      last = await this.access()
      return is(last) ? last : undefined
    }
    return until(what, look, 40_000).catch((error: unknown) => {
      throw new Error(`${String(error)}\n${JSON.stringify(last, null, 1)}`)
    })
  }

  /** Has the links checked, and waits for what is found of the one that they carry. */
  async check(what: string, failure: Schemas['CheckFailure'] | null): Promise<Access> {
    await this.tryAgain()
    return this.comesTo(what, ({ addresses: [best] }) => best?.check !== null && best?.check.failure === failure)
  }

  /** Has everything looked at again that somebody may have mended. */
  async tryAgain(): Promise<void> {
    await this.ask('POST', '/access/check', {})
  }

  /** A new client's link. */
  async link(name: string): Promise<Schemas['Link']> {
    const created = (await (await this.ask('POST', '/create-tenant', { name })).json()) as Schemas['CreatedTenant']
    return (await this.ask('GET', `/tenants/${created.tenant.id}/link`)).json() as Promise<Schemas['Link']>
  }

  /** Opens a link in a browser elsewhere, and scans with a phone what it shows, until WhatsApp is connected there. */
  async connect(browser: Browser, url: string, number: string): Promise<void> {
    const page = await (await browser.newContext({ locale: 'pt-BR', ignoreHTTPSErrors: true })).newPage()
    await page.goto(url)
    await this.world.phones.create(number, 'Padaria Sol')
    await this.world.phones.scan(number, await readQr(page))
    await page.getByText('Conectado').first().waitFor({ timeout: 30_000 })
    await page.context().close()
  }

  private async ask(method: string, path: string, body?: object): Promise<Response> {
    const response = await fetch(`${this.world.panelUrl}/api/saas${path}`, {
      method,
      headers: { ...this.provider, ...(body && { 'content-type': 'application/json' }) },
      ...(body && { body: JSON.stringify(body) }),
    })
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`)
    return response
  }
}

/** A browser in another place; names as they are known there. */
export function browserAt(at: Place, names: Record<string, string>): Promise<Browser> {
  const rules = Object.entries(names).map(([name, to]) => `MAP ${name} ${to}`)
  return launch({ executablePath: browserFrom(at, folder), args: [`--host-resolver-rules=${rules.join(',')}`] })
}
