// What a file of tests against the mock begins with: one browser, and for each test a mock and a context of its own.
import { after, afterEach, before, beforeEach } from 'node:test'

import type { Browser, Page } from 'playwright-core'

import { launch, type Look, open } from '../support/browser'
import { type Mock, startMock } from './server'

export class Stage {
  /** The mock of the test that runs. */
  mock!: Mock
  private browser!: Browser
  private leave: () => Promise<void> = () => Promise.resolve()

  /** Sets the scene around every test of the file that calls it. */
  static set(): Stage {
    const stage = new Stage()
    before(async () => {
      stage.browser = await launch()
    })
    after(async () => stage.browser.close())
    beforeEach(async () => {
      stage.mock = await startMock()
    })
    afterEach(async () => {
      await stage.leave()
      await stage.mock.stop()
    })
    return stage
  }

  /** An empty page in a context of its own, which ends with the test. */
  async page(look: Look, more: Parameters<typeof open>[2] = {}): Promise<Page> {
    const context = await open(this.browser, look, more)
    this.leave = () => context.close()
    return context.newPage()
  }
}
