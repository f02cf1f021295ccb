// Writes src-tauri/server/licenses/rust.txt: every crate that ships, on any system, with its licence as the crate brings it.
//   node .ci/licenses.mjs
// A test of the house tells when that is due.
import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

const out = 'src-tauri/server/licenses/rust.txt'
const rule = '#'.repeat(80)
const big = { encoding: 'utf8', maxBuffer: 1 << 30 }
const cargo = (...args) => execFileSync('cargo', args, big)

/** The systems that something is released for; the test of the house names the same. */
const systems = ['x86_64-unknown-linux-gnu', 'x86_64-pc-windows-msvc', 'aarch64-apple-darwin', 'x86_64-apple-darwin']

/** What a crate's manifest says of its licence, where its sources say something else. */
const corrected = { 'wacore-libsignal': 'AGPL-3.0-only' }

/** Which of several licences is chosen, where a crate leaves the choice: the first that it names. */
const preferred = ['MIT', 'Apache-2.0', 'BSD-3-Clause', 'BSD-2-Clause', 'ISC', 'Zlib', '0BSD', 'BSL-1.0', 'Unlicense', 'CC0-1.0', 'MPL-2.0']

/** By which words a text is known to be that licence. */
const known = {
  MIT: /Permission is hereby granted, free of\s+charge/,
  'Apache-2.0': /Apache License,?\s+Version 2\.0/i,
  'BSD-3-Clause': /Redistribution and use in source and binary forms/,
  'BSD-2-Clause': /Redistribution and use in source and binary forms/,
  ISC: /Permission to use, copy, modify, and\/or distribute|Permission to use, copy, modify, and distribute/,
  Zlib: /provided ['"`]as-is['"`], without any express or implied/,
  Unlicense: /free and unencumbered software/,
  'CC0-1.0': /CC0 1\.0 Universal/,
  'BSL-1.0': /Boost Software License/,
  'MPL-2.0': /Mozilla Public License Version 2\.0/i,
  'AGPL-3.0-only': /GNU AFFERO GENERAL PUBLIC LICENSE/,
}

const tree = systems.flatMap((system) => ['--target', system])
const shipped = new Set(
  cargo('tree', '--locked', '-p', 'portaria', '--features', 'embedded', '-e', 'normal', '--prefix', 'none', '--format', '{p}', ...tree)
    .split('\n')
    .map((line) => /^(\S+) v(\S+)/.exec(line))
    .filter((found) => found && !found.input.includes('(/'))
    .map(([, name, version]) => `${name} ${version}`),
)
const { packages } = JSON.parse(cargo('metadata', '--locked', '--format-version', '1'))
const crates = packages.filter(({ name, version }) => shipped.has(`${name} ${version}`))
if (crates.length !== shipped.size) throw new Error(`${shipped.size} crates ship, and ${crates.length} are known`)

function filesOf({ manifest_path, license_file }) {
  const folder = dirname(manifest_path)
  const named = readdirSync(folder).filter((name) => /^(un)?licen[cs]e|^copying|^notice|^copyright|^mit-license/i.test(name))
  const paths = [...new Set([...(license_file ? [license_file] : []), ...named])].map((name) => join(folder, name))
  const inside = paths.flatMap((path) => (statSync(path).isDirectory() ? readdirSync(path).map((name) => join(path, name)) : [path]))
  // One crate's file is only the path of another file, as a link was packed.
  return inside.sort().map((path) => readFileSync(path, 'utf8').replaceAll('\r\n', '\n').trim()).filter((text) => text.length > 120)
}

/** The licence by which a crate is used here, and its text; `null` where the crate brings none. */
function licenceOf(crate) {
  const expression = corrected[crate.name] ?? (crate.license ?? '').replaceAll('/', ' OR ').replace(/\s+/g, ' ')
  const texts = filesOf(crate)
  const isChoice = !expression.includes(' AND ')
  const offered = expression.split(/[() ]+/)
  for (const id of isChoice ? preferred : []) {
    const own = texts.find((text) => known[id]?.test(text))
    if (offered.includes(id) && own) return { id, text: own }
  }
  if (texts.length > 0) return { id: expression, text: texts.join('\n\n') }
  return { id: preferred.find((id) => offered.includes(id)) ?? expression, text: null }
}

/** What crates carry within them that is not Rust, and others wrote. */
function carried() {
  const folder = (name) => dirname(packages.find((one) => one.name === name).manifest_path)
  const read = (...path) => readFileSync(join(...path), 'utf8').trim()
  const sql = join(folder('libsqlite3-sys'), 'sqlcipher')
  const ssl = folder('openssl-src')
  const swagger = folder('utoipa-swagger-ui-vendored')
  const [, cipher] = /#define CIPHER_VERSION_NUMBER (\S+)/.exec(read(sql, 'sqlite3.c'))
  const [, viewer] = /v(\S+)\.zip/.exec(readdirSync(join(swagger, 'res')).join(' '))
  const one = (name, version, repository, id, text) => ({ crate: { name, version, repository, authors: [] }, id, text })
  return [
    one('SQLCipher', cipher, 'https://github.com/sqlcipher/sqlcipher', 'BSD-3-Clause', read(sql, 'LICENSE')),
    one('OpenSSL', ssl.split('+')[1], 'https://github.com/openssl/openssl', 'Apache-2.0', read(ssl, 'openssl', 'LICENSE.txt')),
    one('Swagger-UI', viewer, 'https://github.com/swagger-api/swagger-ui', 'Apache-2.0', null),
  ]
}

const all = [...crates.map((crate) => ({ crate, ...licenceOf(crate) })), ...carried()]

/** Where a crate brings no text: the licence's own words, as another crate brings them, and whose work it is. */
function standard({ crate, id }) {
  if (id === 'AGPL-3.0-only') return readFileSync('LICENSE', 'utf8').trim() // as our own
  const other = all.filter((one) => one.id === id && one.text && known[id]?.test(one.text)).sort((a, b) => a.text.length - b.text.length)[0]
  if (!other) throw new Error(`${crate.name} ${crate.version} brings no licence (${id}): see what it may be used for`)
  const words = other.text.slice(id === 'MIT' ? other.text.search(known.MIT) : 0)
  const whose = crate.authors.length > 0 ? crate.authors.join(', ').replace(/ <[^>]*>/g, '') : `the authors of ${crate.name}`
  return `Copyright (c) ${whose}\n\n${words}`
}

const byText = new Map()
for (const one of all) {
  const text = (one.text ?? standard(one)).replace(/[ \t]+$/gm, '')
  if (text.includes(rule)) throw new Error(`the licence of ${one.crate.name} has a line that divides the list`)
  const key = `${one.id}\0${text.replace(/\s+/g, ' ')}`
  const section = byText.get(key) ?? { id: one.id, text, used: [] }
  section.used.push(one.crate)
  byText.set(key, section)
}
const order = (a, b) => (a < b ? -1 : a > b ? 1 : 0)
const shown = [...byText.values()].map(({ id, text, used }) => {
  const lines = used
    .sort((a, b) => order(a.name, b.name) || order(a.version, b.version))
    .map(({ name, version, repository }) => `- ${name} ${version}${repository ? ` ${repository}` : ''}`)
  return { id, lines, text }
})
shown.sort((a, b) => order(a.id, b.id) || order(a.lines[0], b.lines[0]))
writeFileSync(out, shown.map(({ id, lines, text }) => `${rule}\n${id}\n${lines.join('\n')}\n\n${text}\n`).join(''))
console.log(`${out}: ${crates.length} crates under ${shown.length} texts`)
