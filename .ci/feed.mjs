// Writes the feed that tells of a release: `node .ci/feed.mjs FOLDER VERSION BASE NOTES > latest.json`.
// FOLDER holds the packages' signatures (NAME.sig), BASE is where the packages are fetched, NOTES is a file of text.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const [folder, version, base, notes] = process.argv.slice(2)

/** Under which names an installation looks for which package: `Installation::feed_key` of portaria-server. */
const kinds = [
  [/\.AppImage$/, ['linux-x86_64-appimage']],
  [/\.deb$/, ['linux-x86_64-deb']],
  [/\.rpm$/, ['linux-x86_64-rpm']],
  [/-setup\.exe$/, ['windows-x86_64-nsis']],
  [/\.msi$/, ['windows-x86_64-msi']],
  // One app for both kinds of Mac.
  [/\.app\.tar\.gz$/, ['darwin-aarch64-app', 'darwin-x86_64-app']],
  [/^portaria-server-x86_64-unknown-linux-gnu\.tar\.gz$/, ['linux-x86_64-server']],
]

const platforms = {}
for (const name of readdirSync(folder)) {
  if (!name.endsWith('.sig')) continue
  const file = name.slice(0, -'.sig'.length)
  const found = kinds.find(([pattern]) => pattern.test(file))
  // A disk image is opened by hand.
  if (found === undefined) continue
  for (const key of found[1]) {
    if (platforms[key] !== undefined) throw new Error(`two packages for ${key}`)
    platforms[key] = { url: `${base}/${encodeURIComponent(file)}`, signature: readFileSync(join(folder, name), 'utf8').trim() }
  }
}
const missing = kinds.flatMap(([, keys]) => keys).filter((key) => platforms[key] === undefined)
if (missing.length > 0) throw new Error(`no signed package for ${missing.join(', ')}`)
const feed = { version, notes: readFileSync(notes, 'utf8').trim(), pub_date: new Date().toISOString(), platforms }
process.stdout.write(`${JSON.stringify(feed, null, 2)}\n`)
