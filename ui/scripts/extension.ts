// The browser extension beside the pages: a folder to load or publish, and the same as a download.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

import { build, type Plugin } from 'vite'

import { zip } from './zip.ts'

const source = join(import.meta.dirname, '../extension')
const icons = join(import.meta.dirname, '../../icons')
/** Where it stands in `dist`; the server serves it by this name. */
const folder = 'passkey-extension'

/** Each is one script without imports: the browser injects single files. */
const scripts = ['background', 'panel', 'box']

async function script(name: string): Promise<Buffer> {
  const made = await build({
    configFile: false,
    root: source,
    logLevel: 'warn',
    build: {
      target: 'chrome114',
      write: false,
      // Whoever reviews it reads what runs.
      minify: false,
      rolldownOptions: { input: join(source, `src/${name}.ts`), output: { format: 'iife' } },
    },
  })
  const [bundle] = Array.isArray(made) ? made : [made]
  const chunks = bundle !== undefined && 'output' in bundle ? bundle.output : []
  const [chunk] = chunks
  if (chunks.length !== 1 || chunk?.type !== 'chunk') throw new Error(`${name}.ts did not become one script`)
  return Buffer.from(chunk.code)
}

/** Every file of the extension, by its path in it. */
async function files(): Promise<{ name: string; content: Buffer }[]> {
  const locales = readdirSync(join(source, '_locales')).map((language) => `_locales/${language}/messages.json`)
  const texts = locales.map((name) => ({ name, content: readFileSync(join(source, name)) }))
  const manifest = JSON.parse(readFileSync(join(source, 'manifest.json'), 'utf8')) as { icons: Record<string, string> }
  const { version } = JSON.parse(readFileSync(join(source, '../package.json'), 'utf8')) as { version: string }
  const told = { name: 'manifest.json', content: Buffer.from(`${JSON.stringify({ ...manifest, version }, null, 2)}\n`) }
  const pictures = Object.values(manifest.icons).map((name) => ({ name, content: readFileSync(join(icons, name.replace('icons/', ''))) }))
  const built = await Promise.all(scripts.map(async (name) => ({ name: `${name}.js`, content: await script(name) })))
  return [told, ...texts, ...pictures, ...built]
}

/** Writes the extension beside the pages. */
export function passkeyExtension(): Plugin {
  return {
    name: 'passkey-extension',
    apply: 'build',
    async generateBundle() {
      const all = await files()
      for (const { name, content } of all) this.emitFile({ type: 'asset', fileName: `${folder}/${name}`, source: content })
      this.emitFile({ type: 'asset', fileName: `${folder}.zip`, source: zip(all) })
    },
  }
}
