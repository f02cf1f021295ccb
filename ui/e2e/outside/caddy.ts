// Caddy before the server, with certificates of the tests' authority instead of Let's Encrypt's.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { run, type Running, until } from '../support/programs'
import { from, type Place } from './places'

/** Runs Caddy in a place with this site, until it takes connections. */
export async function runCaddy(at: Place, folder: string, site: string, isUp: () => Promise<boolean>): Promise<Running> {
  const own = join(folder, 'caddy')
  mkdirSync(own, { recursive: true })
  const file = join(own, 'Caddyfile')
  const authority = `pki {\n ca {\n root {\n cert ${folder}/ca.pem\n key ${folder}/ca.key\n }\n }\n }`
  writeFileSync(file, `{\n admin off\n local_certs\n skip_install_trust\n ${authority}\n}\n${site}`)
  const [program, args] = from(at, 'caddy', 'run', '--adapter', 'caddyfile', '--config', file)
  const caddy = run(program, args, { HOME: own, XDG_DATA_HOME: own, XDG_CONFIG_HOME: own })
  await until('Caddy is up', isUp)
  return caddy
}
