// What stands around the desktop app in a test: a display, the buses, and a desktop environment that shows trays and notices.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { program, run, type Running, until } from './programs'

export interface MenuItem {
  label: string
  isEnabled: boolean
  children: MenuItem[]
}

export interface Told {
  id: number
  title: string
  body: string
}

export interface Desk {
  /** What programs on this desk are started with. */
  environment: Record<string, string>
  /** The tray's menu; an error while no icon has come. */
  menu: () => Promise<MenuItem[]>
  /** Chooses an item of the tray by the beginnings of its labels, such as `Instâncias > Padaria Sol > Parar`. */
  choose: (path: string) => Promise<void>
  /** The notice with this in its title, once it was told. */
  notice: (title: string) => Promise<Told>
  /** Every notice so far. */
  notices: () => Told[]
  click: (notice: Told) => Promise<void>
  sleep: () => Promise<void>
  wake: () => Promise<void>
  /** Whether somebody holds the machine awake. */
  isHeldAwake: () => boolean
  /** Whether a window of this title is on the display. */
  shows: (title: string) => Promise<boolean>
  /** Whether the taskbar has a window of this title: one that is minimised, too. */
  isListed: (title: string) => Promise<boolean>
  /** Closes the window of this title as its cross does. */
  close: (title: string) => Promise<void>
  /** Presses a key in the window of this title. */
  press: (title: string, key: string) => Promise<void>
  clipboard: () => Promise<string>
  /** A picture of the whole display. */
  picture: (path: string) => Promise<void>
  /** What was handed to the system's browser so far. */
  openedOutside: () => Promise<string[]>
  stop: () => Promise<void>
}

interface Wishes {
  /** Nobody shows icons of a tray. */
  hasNoTray?: boolean
  language?: string
}

async function bus(): Promise<Running & { address: string }> {
  const daemon = run('dbus-daemon', ['--session', '--nofork', '--print-address=1', '--nopidfile'])
  return { ...daemon, address: await daemon.said(/^(unix:\S+)/m) }
}

/** What a short program says. */
export async function output(name: string, args: string[], environment: Record<string, string>): Promise<string> {
  const child = spawn(name, args, { env: { ...process.env, ...environment }, stdio: ['ignore', 'pipe', 'ignore'] })
  let text = ''
  child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()))
  await once(child, 'close')
  return text
}

export async function startDesk({ hasNoTray = false, language = 'pt_BR.UTF-8' }: Wishes = {}): Promise<Desk> {
  const home = await mkdtemp(join(tmpdir(), 'portaria-desk-'))
  const display = run('Xvfb', ['-displayfd', '1', '-screen', '0', '1280x860x24', '-nolisten', 'tcp'])
  const [number, session, system] = [await display.said(/^(\d+)$/m), await bus(), await bus()]
  const opened = join(home, 'opened')
  await writeFile(opened, '')
  await writeFile(join(home, 'xdg-open'), `#!/bin/sh\nprintf '%s\\n' "$1" >> '${opened}'\n`)
  await chmod(join(home, 'xdg-open'), 0o755)
  const environment = {
    DISPLAY: `:${number}`,
    DBUS_SESSION_BUS_ADDRESS: session.address,
    DBUS_SYSTEM_BUS_ADDRESS: system.address,
    HOME: home,
    XDG_CONFIG_HOME: join(home, 'config'),
    XDG_RUNTIME_DIR: home,
    LANG: language,
    LC_ALL: language,
    LANGUAGE: language.slice(0, 5),
    PATH: `${home}:${process.env.PATH ?? ''}`,
    // No accelerated compositing and no accessibility bus on a display without hardware.
    WEBKIT_DISABLE_COMPOSITING_MODE: '1',
    NO_AT_BRIDGE: '1',
    GDK_BACKEND: 'x11',
  }
  const windowManager = run('openbox', ['--sm-disable'], environment)
  const standIn = spawn(program('examples/desktop-stand-in'), hasNoTray ? ['--no-tray'] : [], {
    env: { ...process.env, ...environment },
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const told: Told[] = []
  const answers: ((line: string) => void)[] = []
  let [isReady, isHeldAwake, rest] = [false, false, '']
  standIn.stdout.on('data', (chunk: Buffer) => {
    const lines = (rest + chunk.toString()).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) {
      const [word] = line.split(' ', 1)
      if (word === 'ready') isReady = true
      else if (word === 'notice') told.push(JSON.parse(line.slice('notice '.length)) as Told)
      else if (word === 'awake' || word === 'let-sleep') isHeldAwake = word === 'awake'
      else if (word !== 'item') answers.shift()?.(line)
    }
  })
  await until('the desktop environment is there', () => Promise.resolve(isReady))
  const ask = async <T>(command: string): Promise<T> => {
    const answer = new Promise<string>((resolve) => answers.push(resolve))
    standIn.stdin.write(`${command}\n`)
    const line = await answer
    const value = JSON.parse(line.slice(line.indexOf(' ') + 1)) as T & { error?: string }
    if (typeof value === 'object' && value !== null && value.error !== undefined) throw new Error(`${command}: ${JSON.stringify(value)}`)
    return value
  }
  const windows = async (title: string) =>
    (await output('xdotool', ['search', '--onlyvisible', '--name', title], environment)).split('\n').filter(Boolean)
  const found = (title: string) => until(`the window ${title}`, async () => (await windows(title)).at(-1))
  return {
    environment,
    menu: () => ask<MenuItem[]>('menu'),
    choose: (path) => ask(`choose ${path}`),
    notice: (title) => until(`the notice ${title}`, () => Promise.resolve(told.find((one) => one.title.includes(title))), 30_000),
    notices: () => told,
    click: ({ id }) => ask(`click ${id}`),
    sleep: () => ask('sleep'),
    wake: () => ask('wake'),
    isHeldAwake: () => isHeldAwake,
    shows: async (title) => (await windows(title)).length > 0,
    isListed: async (title) => (await output('wmctrl', ['-l'], environment)).includes(title),
    close: async (title) => {
      await found(title)
      await output('wmctrl', ['-F', '-c', title], environment)
    },
    press: async (title, key) => {
      await found(title)
      await output('wmctrl', ['-F', '-a', title], environment)
      await output('xdotool', ['key', key], environment)
    },
    picture: async (path) => {
      const grab = ['-f', 'x11grab', '-video_size', '1280x860', '-i', `:${number}`, '-frames:v', '1', path]
      // A window that is not painted yet is a small file.
      await until('something is painted', async () => {
        await output('ffmpeg', ['-y', '-loglevel', 'error', ...grab], environment)
        return (await stat(path)).size > 10_000
      })
    },
    clipboard: () => output('xclip', ['-selection', 'clipboard', '-o'], environment),
    openedOutside: async () => (await readFile(opened, 'utf8')).split('\n').filter(Boolean),
    stop: async () => {
      standIn.kill()
      await windowManager.stop()
      await display.stop()
      await session.stop()
      await system.stop()
      await rm(home, { recursive: true, force: true })
    },
  }
}

/** A port that nobody has. */
export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  if (address === null || typeof address === 'string') throw new Error('no port is free')
  return address.port
}
