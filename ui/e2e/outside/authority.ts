// An authority on the Internet that makes certificates by ACME, as Let's Encrypt does: Debian's `pebble`, and the server of
// names that it asks.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { run, type Running, until } from '../support/programs'
import { makeCertificate } from './certificates'
import { address, ask, from } from './places'

const host = 'ca.example.com'
const management = `http://${address.outside}:8055`

export interface Authority {
  host: string
  directoryUrl: string
  /** What it makes certificates by, as PEM. */
  root: string
  /** Every name leads there, as far as the authority can see. */
  lead: (ip: string) => void
  stop: () => Promise<void>
}

/** Starts it. Its certificates hold for so many seconds. */
export async function startAuthority(folder: string, seconds: number): Promise<Authority> {
  const own = makeCertificate(folder, host)
  const config = {
    pebble: {
      listenAddress: '0.0.0.0:14000',
      managementListenAddress: '0.0.0.0:15000',
      certificate: own.certificate,
      privateKey: own.key,
      httpPort: 80,
      tlsPort: 443,
      ocspResponderURL: '',
      certificateValidityPeriod: seconds,
    },
  }
  const file = join(folder, 'pebble.json')
  writeFileSync(file, JSON.stringify(config))
  const names = runOutside(['pebble-challtestsrv', '-defaultIPv6', '', '-http01', '', '-https01', '', '-tlsalpn01', ''], {})
  const quirks = { PEBBLE_VA_NOSLEEP: '1', PEBBLE_AUTHZREUSE: '0', PEBBLE_WFE_NONCEREJECT: '0' }
  const pebble = runOutside(['pebble', '-config', file, '-dnsserver', `${address.outside}:8053`], quirks)
  const lead = (ip: string) => void tell('set-default-ipv4', { ip })
  await until('the names are known', () => Promise.resolve(isSaid(() => lead(address.router))))
  const root = await until('the authority is up', () => Promise.resolve(rootOf()))
  return {
    host,
    directoryUrl: `https://${host}:14000/dir`,
    root,
    lead,
    stop: async () => {
      await Promise.all([pebble.stop('SIGKILL'), names.stop('SIGKILL')])
    },
  }
}

function runOutside(words: string[], settings: Record<string, string>): Running {
  const [program, args] = from('outside', ...words)
  return run(program, args, settings)
}

function tell(what: string, body: object): string {
  return ask('outside', 'curl', '-sf', '-m', '3', '-d', JSON.stringify(body), `${management}/${what}`)
}

function isSaid(say: () => void): boolean {
  try {
    say()
    return true
  } catch {
    return false
  }
}

function rootOf(): string | undefined {
  try {
    return ask('outside', 'curl', '-skf', '-m', '3', `https://${address.outside}:15000/roots/0`)
  } catch {
    return undefined
  }
}
