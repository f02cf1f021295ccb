// A Debian on which nothing was ever installed, in a folder.
import { execFileSync, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface CleanRoot {
  folder: string
  /** Runs as root in there, and gives back what was printed. */
  run: (command: string, ...args: string[]) => string
  /** Runs as a person, with the display of this machine; ended by `stop`. */
  start: (command: string, settings: Record<string, string>) => Started
  remove: () => void
}

export interface Started {
  output: () => string
  exited: Promise<number | null>
  stop: () => Promise<void>
}

const release = 'bookworm'
const person = '1000'

/** Makes a Debian with what `apt` needs, and nothing else. */
export function makeCleanRoot(): CleanRoot {
  const folder = join(mkdtempSync(join(tmpdir(), 'portaria-root-')), 'root')
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C.UTF-8' }
  execFileSync('mmdebstrap', ['--quiet', '--variant=apt', release, folder], { stdio: ['ignore', 'ignore', 'inherit'], env })
  // Each run has mounts and processes of its own, so nothing of it outlasts the test.
  const inside = (as: string, command: string, args: string[]) => {
    const prepare = 'mount --rbind /dev "$0/dev" && mkdir -p "$0/tmp/.X11-unix" && mount --bind /tmp/.X11-unix "$0/tmp/.X11-unix"'
    const enter = `${prepare} && exec chroot --userspec=${as} "$0" "$@"`
    return ['-m', '-p', '-f', '--kill-child', `--mount-proc=${folder}/proc`, 'sh', '-c', enter, folder, command, ...args]
  }
  mkdirSync('/tmp/.X11-unix', { recursive: true, mode: 0o1777 })
  return {
    folder,
    run: (command, ...args) => execFileSync('unshare', inside('0:0', command, args), { encoding: 'utf8', env, maxBuffer: 1 << 24 }),
    start: (command, settings) => {
      const child = spawn('unshare', inside(`${person}:${person}`, command, []), { env: { ...env, ...settings } })
      let output = ''
      const hear = (chunk: Buffer) => (output += chunk.toString())
      child.stdout.on('data', hear)
      child.stderr.on('data', hear)
      const exited = new Promise<number | null>((resolve) => child.once('exit', resolve))
      return {
        output: () => output,
        exited,
        stop: async () => {
          child.kill('SIGKILL')
          await exited
        },
      }
    },
    remove: () => rmSync(join(folder, '..'), { recursive: true, force: true }),
  }
}
