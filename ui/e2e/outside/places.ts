// A shop's network behind a router, and the Internet: namespaces of this machine's kernel, joined by virtual cables.
//
//   outside 203.0.113.9 ─── 203.0.113.1 router 192.168.77.1 ─┬─ shop 192.168.77.2: Portaria runs here
//                                                            └─ neighbour 192.168.77.3: a phone in the same Wi-Fi
//
// The router passes ports 80 and 443 on to the shop, also for who is inside. All addresses are for documentation or private.
import { execFileSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

export const place = { shop: 'portaria-shop', router: 'portaria-router', neighbour: 'portaria-neighbour', outside: 'portaria-outside' }
export type Place = keyof typeof place

export const address = { shop: '192.168.77.2', neighbour: '192.168.77.3', router: '203.0.113.1', outside: '203.0.113.9' }

const ip = (...words: string[]) => execFileSync('ip', words, { stdio: ['ignore', 'ignore', 'pipe'] })

const nat = `
table ip nat {
  chain prerouting { type nat hook prerouting priority dstnat; ip daddr ${address.router} tcp dport { 80, 443 } dnat to ${address.shop}; }
  chain postrouting {
    type nat hook postrouting priority srcnat;
    oifname "wan" masquerade
    ip saddr 192.168.77.0/24 ip daddr ${address.shop} masquerade
  }
}`

export function build(): void {
  for (const name of Object.values(place)) {
    ip('netns', 'add', name)
    ip('-n', name, 'link', 'set', 'lo', 'up')
  }
  ip('-n', place.router, 'link', 'add', 'lan', 'type', 'bridge', 'mcast_snooping', '0')
  ip('-n', place.router, 'addr', 'add', '192.168.77.1/24', 'dev', 'lan')
  ip('-n', place.router, 'link', 'set', 'lan', 'up')
  for (const at of ['shop', 'neighbour'] as const) {
    cable(at, `to-${at}`)
    ip('-n', place.router, 'link', 'set', `to-${at}`, 'master', 'lan')
    ip('-n', place[at], 'addr', 'add', `${address[at]}/24`, 'dev', 'eth0')
    ip('-n', place[at], 'route', 'add', 'default', 'via', '192.168.77.1')
  }
  cable('outside', 'wan')
  ip('-n', place.router, 'addr', 'add', `${address.router}/24`, 'dev', 'wan')
  ip('-n', place.outside, 'addr', 'add', `${address.outside}/24`, 'dev', 'eth0')
  const set = (setting: string) => execFileSync('ip', ['netns', 'exec', place.router, 'sysctl', '-qw', setting], { stdio: 'pipe' })
  set('net.ipv4.ip_forward=1')
  // Where the kernel has it, packets would be judged on the bridge already, as if they had passed the router.
  if (existsSync('/proc/sys/net/bridge')) set('net.bridge.bridge-nf-call-iptables=0')
  execFileSync('ip', ['netns', 'exec', place.router, 'nft', '-f', '-'], { input: nat })
}

function cable(at: Place, end: string): void {
  ip('link', 'add', end, 'netns', place.router, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', place[at])
  ip('-n', place.router, 'link', 'set', end, 'up')
  ip('-n', place[at], 'link', 'set', 'eth0', 'up')
}

export function tearDown(): void {
  for (const name of Object.values(place)) {
    try {
      ip('netns', 'del', name)
    } catch {
      // It was never there.
    }
  }
}

/** The router gives the shop another address. */
export function move(from: string, to: string): void {
  ip('-n', place.shop, 'addr', 'del', `${from}/24`, 'dev', 'eth0')
  ip('-n', place.shop, 'addr', 'add', `${to}/24`, 'dev', 'eth0')
  ip('-n', place.shop, 'route', 'replace', 'default', 'via', '192.168.77.1')
}

/** Lets every program of the shop ask the server of names of `names.ts`. */
export function askOwnNames(): void {
  mkdirSync(`/etc/netns/${place.shop}`, { recursive: true })
  writeFileSync(`/etc/netns/${place.shop}/resolv.conf`, 'nameserver 127.0.0.1\n')
}

/** A program that runs in another place. */
export function from(at: Place, ...words: string[]): [string, string[]] {
  return ['ip', ['netns', 'exec', place[at], ...words]]
}

/** Runs it there to its end, and gives what it says. */
export function ask(at: Place, ...words: string[]): string {
  const [program, args] = from(at, ...words)
  return execFileSync(program, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
}

/** A browser's file that starts it there. */
export function browserFrom(at: Place, folder: string): string {
  const path = join(folder, `chromium-${at}`)
  writeFileSync(path, `#!/bin/sh\nexec ip netns exec ${place[at]} "${process.env.CHROMIUM ?? '/usr/bin/chromium'}" "$@"\n`)
  chmodSync(path, 0o755)
  return path
}
