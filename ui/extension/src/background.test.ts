// One press of the icon, with a browser of the test's own.
import { afterEach, beforeEach, expect, it, vi } from 'vitest'

const tab = { id: 7, windowId: 1 }
const challenge = { kind: 'challenge', options: {}, expiresAtMs: Date.now() + 60_000 }

let press: (tab: chrome.Tab) => void
/** How often the page refuses us yet. */
let refusals: number
const create = vi.fn(() => Promise.resolve({ windowId: 1 }))
const setBadgeText = vi.fn(() => Promise.resolve())

beforeEach(async () => {
  vi.useFakeTimers()
  vi.resetModules()
  vi.stubGlobal('chrome', {
    action: { onClicked: { addListener: (listen: typeof press) => (press = listen) }, setBadgeText, setTitle: () => Promise.resolve() },
    i18n: { getMessage: () => '' },
    runtime: { id: 'ours', onMessage: { addListener: () => {} } },
    scripting: {
      executeScript: () =>
        refusals-- > 0 ? Promise.reject(new Error('Cannot access contents of the page.')) : Promise.resolve([{ result: challenge }]),
    },
    tabs: { query: () => Promise.resolve([]), create },
  })
  await import('./background')
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
  create.mockClear()
  setBadgeText.mockClear()
})

it.each([0, 1, 4])('opens WhatsApp’s page where our script is let in after %i refusals', async (times) => {
  refusals = times
  press({ ...tab, url: 'https://painel.padaria.example/client/x' })
  await vi.runAllTimersAsync()
  expect(create).toHaveBeenCalledOnce()
  expect(setBadgeText).not.toHaveBeenCalled()
})

it.each(['https://chromewebstore.google.com/', 'chrome://settings/', undefined])(
  'marks the icon on %s, which lets nobody in',
  async (url) => {
    refusals = Infinity
    press(url === undefined ? tab : { ...tab, url })
    await vi.runAllTimersAsync()
    expect(create).not.toHaveBeenCalled()
    expect(setBadgeText).toHaveBeenCalledExactlyOnceWith({ tabId: tab.id, text: '!' })
  },
)

it('does not wait on the browser’s own pages', async () => {
  refusals = Infinity
  press({ ...tab, url: 'chrome://settings/' })
  await vi.advanceTimersByTimeAsync(0)
  expect(setBadgeText).toHaveBeenCalledOnce()
})
