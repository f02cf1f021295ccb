// The desktop app on a display of its own, driven over WebDriver: a window has no other entry point.
import { chmod, mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { program, run, until } from './programs'

/** The WebDriver protocol's name for a reference to an element. */
const elementKey = 'element-6066-11e4-a52e-4f735466cecf'

export interface DesktopWindow {
  /** Runs in the page; what it returns comes back, a promise's value too. */
  evaluate: <T>(script: string) => Promise<T>
  url: () => Promise<string>
  click: (xpath: string) => Promise<void>
  type: (xpath: string, text: string) => Promise<void>
  textOf: (xpath: string) => Promise<string>
  picture: (path: string) => Promise<void>
  /** What was handed to the system's browser so far. */
  openedOutside: () => Promise<string[]>
  /** Closes the window as its cross does; the app ends with it. */
  close: () => Promise<void>
  stop: () => Promise<void>
}

/** Starts the app with these settings and waits for its window. */
export async function openWindow(settings: Record<string, string>): Promise<DesktopWindow> {
  const display = run('Xvfb', ['-displayfd', '1', '-screen', '0', '1280x860x24', '-nolisten', 'tcp'])
  const number = await display.said(/^(\d+)$/m)
  const outside = await mkdtemp(join(tmpdir(), 'portaria-outside-'))
  const opened = join(outside, 'opened')
  await writeFile(opened, '')
  await writeFile(join(outside, 'xdg-open'), `#!/bin/sh\nprintf '%s\\n' "$1" >> '${opened}'\n`)
  await chmod(join(outside, 'xdg-open'), 0o755)
  const port = await freePort()
  const driver = run('WebKitWebDriver', [`--port=${port}`], {
    ...settings,
    DISPLAY: `:${number}`,
    PATH: `${outside}:${process.env.PATH ?? ''}`,
    TAURI_WEBVIEW_AUTOMATION: 'true',
    // No accelerated compositing and no accessibility bus on a display without hardware.
    WEBKIT_DISABLE_COMPOSITING_MODE: '1',
    NO_AT_BRIDGE: '1',
    GDK_BACKEND: 'x11',
  })
  const base = `http://127.0.0.1:${port}/session`
  const ask = async <T>(method: string, path: string, body?: object): Promise<T> => {
    const response = await fetch(base + path, { method, ...(body && { body: JSON.stringify(body) }) })
    const { value } = (await response.json()) as { value: T & { error?: string; message?: string } }
    if (!response.ok) throw new Error(`${method} ${path}: ${value.error}: ${value.message}`)
    return value
  }
  const options = { binary: program('portaria'), args: [] }
  const capabilities = { alwaysMatch: { 'webkitgtk:browserOptions': options } }
  const { sessionId } = await until(
    'the driver opens the window',
    () =>
      ask<{ sessionId: string }>('POST', '', { capabilities }).catch((error: Error) =>
        /fetch failed/.test(error.message) ? undefined : Promise.reject(error),
      ),
    60_000,
  )
  const found = (xpath: string) =>
    until(`${xpath} is there`, () =>
      ask<Record<string, string>>('POST', `/${sessionId}/element`, { using: 'xpath', value: xpath })
        .then((element) => element[elementKey])
        .catch(() => undefined),
    )
  return {
    evaluate: (script) =>
      ask('POST', `/${sessionId}/execute/async`, {
        args: [],
        script: `const done = arguments[arguments.length - 1]; (async () => { ${script} })().then(done, (error) => done(String(error)))`,
      }),
    url: () => ask('GET', `/${sessionId}/url`),
    click: async (xpath) => ask('POST', `/${sessionId}/element/${await found(xpath)}/click`, {}),
    type: async (xpath, text) => ask('POST', `/${sessionId}/element/${await found(xpath)}/value`, { text }),
    textOf: async (xpath) => ask('GET', `/${sessionId}/element/${await found(xpath)}/text`),
    picture: async (path) => writeFile(path, Buffer.from(await ask<string>('GET', `/${sessionId}/screenshot`), 'base64')),
    openedOutside: async () => (await readFile(opened, 'utf8')).split('\n').filter(Boolean),
    close: async () => void (await ask('DELETE', `/${sessionId}/window`)),
    stop: async () => {
      await ask('DELETE', `/${sessionId}`).catch(() => undefined) // it ended with its window
      await driver.stop()
      await display.stop()
    },
  }
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  if (address === null || typeof address === 'string') throw new Error('no port is free')
  return address.port
}
