// The packages that providers install: what is in them, and a first start where nothing else was ever installed.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { after, before, describe, it } from 'node:test'

import { PNG } from 'pngjs'

import { results } from '../support/browser'
import { program, until } from '../support/programs'
import { type CleanRoot, makeCleanRoot, type Started } from './clean-root'
import { colours, type Display, openDisplay } from './display'

if (process.getuid?.() !== 0) throw new Error('packages are installed by root alone: sudo npm run bundles')

const home = '/home/provider'
const built = join(dirname(program('portaria')), 'bundle')
const bundle = (kind: 'deb' | 'rpm') => {
  const folder = join(built, kind)
  const [name] = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith(`.${kind}`)) : []
  if (!name) throw new Error(`${folder} holds no package: npm run bundle -- --debug --bundles deb,rpm`)
  return join(folder, name)
}
const ask = (command: string, ...args: string[]) => execFileSync(command, args, { encoding: 'utf8' })

/** Everything that either package brings; what is not told here is not shipped. */
const shipped = [
  '/usr/bin/portaria',
  '/usr/share/applications/Portaria.desktop',
  '/usr/share/doc/portaria/copyright',
  '/usr/share/doc/portaria/third-party-crates.txt',
  '/usr/share/doc/portaria/third-party-interface.txt',
  '/usr/share/icons/hicolor/128x128/apps/portaria.png',
  '/usr/share/icons/hicolor/256x256@2/apps/portaria.png',
  '/usr/share/icons/hicolor/32x32/apps/portaria.png',
  '/usr/share/metainfo/br.com.portaria.desktop.metainfo.xml',
]

describe('a package', () => {
  it('for Debian brings what it should, and says what it needs', () => {
    const entries = ask('dpkg-deb', '--contents', bundle('deb')).trim().split('\n')
    const files = entries.filter((entry) => !entry.startsWith('d'))
    assert.deepEqual(files.map((entry) => `/${entry.split(/\s+/)[5]}`).sort(), shipped)
    assert.ok(
      entries.every((entry) => entry.split(/\s+/)[1] === '0/0'),
      'all of it is root’s',
    )
    const field = (name: string) => ask('dpkg-deb', '--field', bundle('deb'), name).trim()
    assert.equal(field('Package'), 'portaria')
    assert.equal(field('Maintainer'), 'Portaria')
    assert.deepEqual(field('Depends').split(', ').sort(), ['libgtk-3-0', 'libwebkit2gtk-4.1-0'])
    assert.deepEqual(field('Recommends').split(', ').sort(), ['ffmpeg', 'libayatana-appindicator3-1'])
    assert.match(field('Description'), /^Every client a WhatsApp of their own\n Create a client and send a link\./)
  })

  it('for Fedora and its like brings the same', () => {
    const files = ask('rpm', '-qpl', bundle('rpm')).trim().split('\n')
    assert.deepEqual(
      files.filter((file) => shipped.includes(file)),
      shipped,
    )
    assert.deepEqual(
      files.filter((file) => !shipped.includes(file) && !shipped.some((other) => other.startsWith(`${file}/`))),
      [],
    )
    const needs = ask('rpm', '-qp', '--requires', bundle('rpm'))
    assert.match(needs, /webkit2gtk4\.1|libwebkit2gtk-4\.1/)
    assert.equal(ask('rpm', '-qp', '--queryformat', '%{LICENSE}', bundle('rpm')), 'AGPL-3.0-only')
  })

  it('for Fedora installs, and is gone again', () => {
    const root = mkdtempSync(join(tmpdir(), 'portaria-rpm-'))
    try {
      // There is no Fedora here to take the rest from: what it needs is told above.
      ask('rpm', '--root', root, '--install', '--nodeps', '--ignorearch', bundle('rpm'))
      for (const file of shipped) assert.ok(existsSync(join(root, file)), file)
      ask('rpm', '--root', root, '--erase', 'portaria')
      for (const file of shipped) assert.ok(!existsSync(join(root, file)), `${file} is still there`)
    } finally {
      rmSync(root, { recursive: true, force: true })
    }
  })
})

describe('a first start where nothing was ever installed', () => {
  let root: CleanRoot
  let display: Display
  let app: Started | undefined
  let screen: string
  before(async () => {
    root = makeCleanRoot()
    screen = mkdtempSync(join(tmpdir(), 'portaria-screen-'))
    display = await openDisplay(screen)
  })
  after(async () => {
    await app?.stop()
    await display.stop()
    root.remove()
    rmSync(screen, { recursive: true, force: true })
  })

  it('apt installs it with all that it needs', () => {
    copyFileSync(bundle('deb'), join(root.folder, 'portaria.deb'))
    root.run('apt-get', 'update', '--quiet=2')
    root.run('apt-get', 'install', '--quiet=2', '--yes', '--no-install-recommends', '/portaria.deb')
    assert.match(root.run('ldd', '/usr/bin/portaria'), /libwebkit2gtk-4\.1/)
    assert.doesNotMatch(root.run('ldd', '/usr/bin/portaria'), /not found/)
  })

  it('menus and software centres find it, in their language', () => {
    const entry = join(root.folder, 'usr/share/applications/Portaria.desktop')
    ask('desktop-file-validate', entry)
    const text = readFileSync(entry, 'utf8')
    assert.match(text, /^Exec=portaria$/m)
    assert.match(text, /^Comment\[pt_BR\]=Cada cliente com o seu próprio WhatsApp/m)
    ask('appstreamcli', 'validate', '--no-net', join(root.folder, 'usr/share/metainfo/br.com.portaria.desktop.metainfo.xml'))
  })

  it('opens its window on the panel, without a word on the command line', async () => {
    root.run('useradd', '--create-home', '--home-dir', home, '--uid', '1000', 'provider')
    app = root.start('portaria', {
      HOME: home,
      USER: 'provider',
      DISPLAY: `:${display.number}`,
      GDK_BACKEND: 'x11',
      NO_AT_BRIDGE: '1',
      WEBKIT_DISABLE_COMPOSITING_MODE: '1',
      // Another one may be at work on this machine, at the usual port.
      PORTARIA_LISTEN: '127.0.0.1:0',
    })
    const lock = join(root.folder, home, '.local/share/portaria/portaria.lock')
    const panel = await until('the server is up', () =>
      Promise.resolve((existsSync(lock) && readFileSync(lock, 'utf8').trim()) || undefined),
    )
    const health = await fetch(`${panel}/healthz`)
    assert.equal(health.status, 200)
    // An empty window has a few colours, the panel with its smoothed letters has hundreds.
    const shown = await until('the panel is drawn', () => Promise.resolve(colours(display.picture()) > 100 && display.picture()))
    mkdirSync(results, { recursive: true })
    writeFileSync(join(results, 'bundle-first-start.png'), PNG.sync.write(shown))
  })

  it('leaves the program and keeps what was made, when it is removed', async () => {
    await app?.stop()
    app = undefined
    root.run('apt-get', 'remove', '--quiet=2', '--yes', 'portaria')
    for (const file of shipped) assert.ok(!existsSync(join(root.folder, file)), `${file} is still there`)
    assert.ok(existsSync(join(root.folder, home, '.local/share/portaria/portaria.db')), 'the customers are still there')
  })
})
