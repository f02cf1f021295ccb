// The desktop app's window, driven over WebDriver: a window has no other entry point.
import { writeFile } from 'node:fs/promises'

import { type Desk, freePort } from './desk'
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
  stop: () => Promise<void>
}

/** Starts the app on a desk, with these settings and arguments, and waits for its window. */
export async function openWindow(desk: Desk, settings: Record<string, string>, args: string[] = []): Promise<DesktopWindow> {
  const port = await freePort()
  const driver = run('WebKitWebDriver', [`--port=${port}`], { ...desk.environment, ...settings, TAURI_WEBVIEW_AUTOMATION: 'true' })
  const base = `http://127.0.0.1:${port}/session`
  const ask = async <T>(method: string, path: string, body?: object): Promise<T> => {
    const response = await fetch(base + path, { method, signal: AbortSignal.timeout(20_000), ...(body && { body: JSON.stringify(body) }) })
    const { value } = (await response.json()) as { value: T & { error?: string; message?: string } }
    if (!response.ok) throw new Error(`${method} ${path}: ${value.error}: ${value.message}`)
    return value
  }
  const capabilities = { alwaysMatch: { 'webkitgtk:browserOptions': { binary: program('portaria'), args } } }
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
    stop: async () => {
      await ask('DELETE', `/${sessionId}`).catch(() => undefined) // it ended with its window
      await driver.stop()
    },
  }
}
