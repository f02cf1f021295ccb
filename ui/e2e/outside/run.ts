// Builds the places, and runs the given tests in the shop. Needs root, as everything does that makes networks.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { makeAuthority } from './certificates'
import { askOwnNames, build, from, tearDown } from './places'

if (process.getuid?.() !== 0) throw new Error('networks are made by root alone: sudo npm run outside')

const folder = mkdtempSync(join(tmpdir(), 'portaria-outside-'))
tearDown()
try {
  askOwnNames()
  build()
  const node = ['--import', 'tsx', '--test', '--test-force-exit', '--test-concurrency=1', ...process.argv.slice(2)]
  const [program, args] = from('shop', process.execPath, ...node)
  // The server trusts the authority that the tests make certificates by, as a computer trusts its own.
  const env = { ...process.env, OUTSIDE_FOLDER: folder, SSL_CERT_FILE: makeAuthority(folder) }
  process.exitCode = spawnSync(program, args, { stdio: 'inherit', env }).status ?? 1
} finally {
  tearDown()
  rmSync(folder, { recursive: true, force: true })
  rmSync('/etc/netns/portaria-shop', { recursive: true, force: true })
}
