// A socket for pages of the mock, in a test that tells them news. It speaks as much of Socket.IO's protocol as that takes:
// https://socket.io/docs/v4/engine-io-protocol/ and https://socket.io/docs/v4/socket-io-protocol/
import type { BrowserContext, WebSocketRoute } from 'playwright-core'

import type { PortalEvent } from '../../src/api/types'
import { until } from '../support/programs'

/** Longer than any test: nobody answers beats here. */
const noBeatMs = 3_600_000

export class MockSocket {
  private readonly open = new Set<WebSocketRoute>()
  private number = 0

  /** Every page of the context that connects from now on is told the same. */
  static async of(context: BrowserContext): Promise<MockSocket> {
    const socket = new MockSocket()
    await context.routeWebSocket(/\/socket\.io\//, (route) => socket.greet(route))
    return socket
  }

  private greet(route: WebSocketRoute): void {
    const opening = { sid: 'mock', upgrades: [], pingInterval: noBeatMs, pingTimeout: noBeatMs, maxPayload: 1_000_000 }
    route.onMessage((said) => {
      if (!said.toString().startsWith('40')) return
      route.send('40{"sid":"mock"}')
      this.open.add(route)
    })
    route.onClose(() => this.open.delete(route))
    route.send(`0${JSON.stringify(opening)}`)
  }

  /** Tells all pages, once so many have connected. */
  async tell(body: Pick<PortalEvent, 'type' | 'data'>, pages = 1): Promise<void> {
    await this.say('event', { number: ++this.number, atMs: Date.now(), ...body }, pages)
  }

  /** Until so many pages have connected. */
  async connected(pages = 1): Promise<void> {
    await until('the pages have a socket', () => Promise.resolve(this.open.size >= pages))
  }

  /** Tells all pages what is no event of the log. */
  async say(name: string, data: object, pages = 1): Promise<void> {
    await this.connected(pages)
    for (const route of this.open) route.send(`42${JSON.stringify([name, data])}`)
  }
}
