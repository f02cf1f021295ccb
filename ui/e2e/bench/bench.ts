// Figures of the panel in a real browser, against the mock: `npm run build && npm run bench`. It fails nothing: how long
// something takes is the machine's, too. Each time is the least and the middle of several.
import { gzipSync } from 'node:zlib'

import type { CDPSession, Page } from 'playwright-core'

import { type Mock, startMock } from '../mock/server'
import { MockSocket } from '../mock/socket'
import { publicId, secret } from '../mock/world'
import { launch, open } from '../support/browser'
import { desk } from '../support/panel'
import { chatName, fill, messageAt, messageCount } from './world'

interface Figure {
  what: string
  /** What was measured, in `unit`. */
  measured: number[]
  unit: 'ms' | 'kB' | 'MB'
  aim: number
}

/** So often each time is taken. */
const rounds = 5
/** So many messages arrive, and so many before memory is looked at for the first time. */
const [arriving, warmUp] = [10_000, 1_000]

const sorted = (all: readonly number[]) => [...all].sort((one, other) => one - other)
const quantile = (all: readonly number[], part: number) => sorted(all)[Math.min(all.length - 1, Math.floor(all.length * part))] ?? NaN

/** A chat of the list, and a hit of a search. */
const [listed, hit] = ['main a[href*="/chats/"]', 'main a[href*="/at/"]']

const nowMs = Date.now()
const mock = await startMock()
fill(mock, nowMs)
const browser = await launch()
const context = await open(browser, desk)
// What tsx compiles calls a helper that pages lack.
await context.addInitScript('globalThis.__name = (named) => named')
const socket = await MockSocket.of(context)
const figures: Figure[] = []
try {
  const page = await context.newPage()
  figures.push(await loads(page, mock))
  figures.push(await firstPaints(page, mock))
  const cdp = await context.newCDPSession(page)
  figures.push(await opens(page))
  figures.push(await scrolls(page, cdp, 1), await scrolls(page, cdp, 4))
  figures.push(await searches(page))
  figures.push(await arrives(page, cdp))
} finally {
  await browser.close()
  await mock.stop()
}
print(figures)

/** Script and style that are asked for before the list of chats is painted, as gzip sends them. */
async function loads(page: Page, { url }: Mock): Promise<Figure> {
  await page.goto(`${url}/client/${publicId}#${secret}`)
  await page.waitForURL((url) => url.hash === '')
  const paintedMs = await page.evaluate(painted, listed)
  await socket.connected()
  const urls = await page.evaluate((paintedMs) => {
    const before = performance.getEntriesByType('resource').filter(({ startTime }) => startTime < paintedMs)
    return before.map(({ name }) => name).filter((name) => /\.(js|css)$/.test(name))
  }, paintedMs)
  const sizes = await Promise.all([...new Set(urls)].map(async (name) => gzipSync(await (await fetch(name)).text()).length))
  return { what: 'panel before the first chat', measured: [sizes.reduce((sum, size) => sum + size, 0) / 1_000], unit: 'kB', aim: 220 }
}

/** From a reload until the first chat is painted. */
async function firstPaints(page: Page, { url }: Mock): Promise<Figure> {
  const measured = []
  for (let round = 0; round < rounds; round++) {
    await page.goto(`${url}/client/${publicId}`)
    measured.push(await page.evaluate(painted, listed))
  }
  return { what: 'list of 10,000 chats, first paint', measured, unit: 'ms', aim: 300 }
}

/** When, in milliseconds of the page, something is painted that a selector finds. */
function painted(selector: string): Promise<number> {
  return new Promise((resolve) => {
    const look = () => {
      if (document.querySelector(selector) === null) return void requestAnimationFrame(look)
      // The second frame begins once the first is painted.
      requestAnimationFrame(() => requestAnimationFrame(() => resolve(performance.now())))
    }
    look()
  })
}

/** From the press on a chat until its newest message is painted; each round opens a chat that was not open before. */
async function opens(page: Page): Promise<Figure> {
  const measured = []
  for (let round = 0; round < rounds; round++) {
    const name = chatName(round * 2)
    await page.getByRole('link', { name }).waitFor()
    const pressed = page.evaluate(
      (name) =>
        new Promise<number>((resolve) => {
          const link = [...document.querySelectorAll('a')].find(({ textContent }) => textContent.includes(name))
          if (!link) throw new Error(`${name} is not listed`)
          const began = performance.now()
          link.click()
          const look = () => {
            const isHis = document.querySelector('[role=log]')?.getAttribute('aria-label')?.includes(name) === true
            if (!isHis || document.querySelector('[role=log] [data-index]') === null) return void requestAnimationFrame(look)
            requestAnimationFrame(() => requestAnimationFrame(() => resolve(performance.now() - began)))
          }
          look()
        }),
      name,
    )
    measured.push(await pressed)
  }
  return { what: `conversation of ${messageCount.toLocaleString('en')} messages, opens`, measured, unit: 'ms', aim: 100 }
}

/** Frames while a wheel goes up through some thousands of messages, older ones coming; the p95 of each round. */
async function scrolls(page: Page, cdp: CDPSession, slower: number): Promise<Figure> {
  const measured = []
  await cdp.send('Emulation.setCPUThrottlingRate', { rate: slower })
  const box = await page.getByRole('log').boundingBox()
  if (!box) throw new Error('no conversation is open')
  for (let round = 0; round < rounds; round++) {
    await page.evaluate(() => {
      const frames: number[] = []
      let before = performance.now()
      const each = (now: number) => {
        frames.push(now - before)
        before = now
        if (Reflect.get(window, 'frames_') === frames) requestAnimationFrame(each)
      }
      Reflect.set(window, 'frames_', frames)
      requestAnimationFrame(each)
    })
    const middle = { x: box.x + box.width / 2, y: box.y + box.height / 2 }
    await cdp.send('Input.synthesizeScrollGesture', { ...middle, yDistance: 12_000, speed: 4_000, gestureSourceType: 'mouse' })
    const frames = await page.evaluate(() => {
      const frames = Reflect.get(window, 'frames_') as number[]
      Reflect.deleteProperty(window, 'frames_')
      return frames
    })
    measured.push(quantile(frames.slice(1), 0.95))
  }
  await cdp.send('Emulation.setCPUThrottlingRate', { rate: 1 })
  const isSlowed = slower > 1
  return { what: `scrolls, p95 of a frame${isSlowed ? `, ${slower} × slower` : ''}`, measured, unit: 'ms', aim: isSlowed ? 33 : 17 }
}

/** From the last letter until hits are painted; the rest that typing is given before anything is asked is in it. */
async function searches(page: Page): Promise<Figure> {
  const measured = []
  const field = page.getByRole('searchbox').first()
  for (let round = 0; round < rounds; round++) {
    await field.fill('')
    await page.locator(hit).first().waitFor({ state: 'detached' })
    await field.focus()
    const found = page.evaluate(
      (hit) =>
        new Promise<number>((resolve) => {
          addEventListener(
            'input',
            () => {
              const began = performance.now()
              const look = () => {
                if (document.querySelector(hit) === null) return void requestAnimationFrame(look)
                requestAnimationFrame(() => requestAnimationFrame(() => resolve(performance.now() - began)))
              }
              look()
            },
            { once: true },
          )
        }),
      hit,
    )
    await page.keyboard.insertText(`pão ${round}`)
    measured.push(await found)
  }
  await field.fill('')
  return { what: 'search, from the last letter (200 ms of it are rest)', measured, unit: 'ms', aim: 250 }
}

/** How much the heap grows while messages arrive: every fourth in the open chat, the others in as many chats as there are. */
async function arrives(page: Page, cdp: CDPSession): Promise<Figure> {
  await page.getByRole('link', { name: chatName(0) }).click()
  await page.getByRole('log', { name: chatName(0) }).waitFor()
  const heapMb = async () => {
    await page.waitForLoadState('networkidle')
    for (let time = 0; time < 3; time++) await cdp.send('HeapProfiler.collectGarbage')
    return (await cdp.send('Runtime.getHeapUsage')).usedSize / 1_000_000
  }
  const { chats } = mock.state
  let beforeMb = NaN
  for (let index = 0; index < warmUp + arriving; index++) {
    if (index === warmUp) beforeMb = await heapMb()
    const chat = chats[index % 4 === 0 ? 0 : (index * 13) % 100]
    if (!chat) throw new Error('there are no chats')
    const atMs = nowMs + index * 1_000
    const said = { ...messageAt(chat.id, messageCount + index, nowMs), atMs, placeMs: atMs, fromMe: false, status: 'delivered' as const }
    const data = { message: said, chat: { ...chat, lastMessage: said, lastActivityMs: atMs, lastEventNumber: index + 1 } }
    await socket.tell({ type: 'message.received', data })
    if (index % 100 === 99) await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)))
    if (index % 2_000 === 0 && index > warmUp) console.log(`${index}: ${(await heapMb()).toFixed(1)} MB`)
  }
  const afterMb = await heapMb()
  console.log(`${beforeMb.toFixed(1)} MB, ${afterMb.toFixed(1)} MB`)
  return { what: `heap grows over ${arriving.toLocaleString('en')} arriving messages`, measured: [afterMb - beforeMb], unit: 'MB', aim: 2 }
}

function print(all: readonly Figure[]): void {
  const round = (value: number) => value.toFixed(value < 100 ? 1 : 0)
  console.log('| what | least | middle | aim |\n| --- | ---: | ---: | ---: |')
  for (const { what, measured, unit, aim } of all) {
    console.log(`| ${what} | ${round(quantile(measured, 0))} ${unit} | ${round(quantile(measured, 0.5))} ${unit} | ${aim} ${unit} |`)
  }
}
