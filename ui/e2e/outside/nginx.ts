// nginx before the server, and in other places somebody else's.
import { spawn } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { until } from '../support/programs'
import { from, type Place } from './places'

export interface Nginx {
  stop: () => Promise<void>
}

/** Runs nginx in a place with these servers, until `address` takes connections. */
export async function runNginx(at: Place, folder: string, name: string, servers: string, isUp: () => Promise<boolean>): Promise<Nginx> {
  const own = join(folder, name)
  mkdirSync(own, { recursive: true })
  const file = join(own, 'nginx.conf')
  const paths = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((kind) => `${kind}_temp_path ${own}/${kind};`).join(' ')
  const head = `user root;\ndaemon off;\npid ${own}/pid;\nerror_log stderr;\nevents {}\n`
  writeFileSync(file, `${head}http { access_log off; ${paths}\n${servers}\n}\n`)
  const [program, args] = from(at, 'nginx', '-e', 'stderr', '-p', own, '-c', file)
  const child = spawn(program, args, { stdio: ['ignore', 'ignore', 'inherit'] })
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  await until('nginx is up', isUp)
  return {
    stop: async () => {
      child.kill('SIGTERM')
      await ended
    },
  }
}
