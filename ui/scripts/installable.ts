// What makes the portal an app of its own: the worker that opens it without a network, and what it is called and looks like.
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

import { formatHex } from 'culori'
import { build, type Plugin, type Rolldown } from 'vite'

const source = join(import.meta.dirname, '../src/portal/offline-worker.ts')
const tokens = join(import.meta.dirname, '../src/ui/tokens.css')
const icons = join(import.meta.dirname, '../../icons')
/** Where they stand in `dist`; the server serves them below `/client/`. */
const worker = 'offline-worker.js'
const manifest = 'portal.webmanifest'

/** The pictures that `tauri icon` made of the mark, and their size in pixels. */
const pictures = { '128x128@2x.png': 256, 'icon.png': 512 }

/** What is larger and waits to be asked for is not kept: the lists of emoji, the reader of films. */
const largestLaterBytes = 300_000

/** The colour behind everything in the light and in the dark theme, as those write it who read no styles. */
export function canvas(): { light: string; dark: string } {
  const [, light, dark] = /--color-canvas: light-dark\((oklch\([^)]*\)), (oklch\([^)]*\))\)/.exec(readFileSync(tokens, 'utf8')) ?? []
  const [one, other] = [formatHex(light ?? ''), formatHex(dark ?? '')]
  if (!one || !other) throw new Error('tokens.css names no canvas')
  return { light: one, dark: other }
}

type Bundle = Rolldown.OutputBundle

/** The scripts and styles that the portal is made of, as far as it may come by itself. */
export function filesOf(bundle: Bundle): string[] {
  const found = new Set<string>()
  const add = (name: string, isAskedLater: boolean) => {
    const chunk = bundle[name]
    if (chunk?.type !== 'chunk' || found.has(name) || (isAskedLater && chunk.code.length > largestLaterBytes)) return
    found.add(name)
    for (const style of chunk.viteMetadata?.importedCss ?? []) found.add(style)
    for (const picture of chunk.viteMetadata?.importedAssets ?? []) found.add(picture)
    for (const one of chunk.imports) add(one, false)
    for (const one of chunk.dynamicImports) add(one, true)
  }
  for (const chunk of Object.values(bundle))
    if (chunk.type === 'chunk' && chunk.isEntry && chunk.name === 'portal') add(chunk.fileName, false)
  return [...found].sort().map((name) => `/${name}`)
}

async function workerFor(files: readonly string[], page: string, icon: string): Promise<string> {
  const version = createHash('sha256').update(files.join()).update(page).digest('hex').slice(0, 12)
  const made = await build({
    configFile: false,
    logLevel: 'warn',
    define: { __FILES__: JSON.stringify(files), __VERSION__: JSON.stringify(version), __ICON__: JSON.stringify(icon) },
    build: { target: 'es2022', write: false, rolldownOptions: { input: source, output: { format: 'iife' } } },
  })
  const [one] = Array.isArray(made) ? made : [made]
  const [chunk] = one !== undefined && 'output' in one ? one.output : []
  if (chunk?.type !== 'chunk') throw new Error('the worker did not become one script')
  return chunk.code
}

/** Writes both beside the pages. */
export function installable(): Plugin {
  return {
    name: 'installable',
    apply: 'build',
    enforce: 'post',
    // What stands around the page of an app follows the theme.
    transformIndexHtml: () =>
      Object.entries(canvas()).map(([theme, content]) => ({
        tag: 'meta',
        attrs: { name: 'theme-color', media: `(prefers-color-scheme: ${theme})`, content },
        injectTo: 'head',
      })),
    generateBundle: {
      order: 'post',
      async handler(_, bundle) {
        const page = bundle['portal.html']
        if (page?.type !== 'asset') throw new Error('there is no page of the portal')
        const files = filesOf(bundle)
        const shown = Object.entries(pictures).map(([name, size]) => {
          const file = this.emitFile({ type: 'asset', name: `app-${size}.png`, source: readFileSync(join(icons, name)) })
          return { src: `/${this.getFileName(file)}`, sizes: `${size}x${size}`, type: 'image/png', purpose: 'any' }
        })
        const icon = shown[0]?.src ?? ''
        this.emitFile({ type: 'asset', fileName: worker, source: await workerFor(files, String(page.source), icon) })
        // The server adds whose it is.
        const { light } = canvas()
        const told = { display: 'standalone', background_color: light, theme_color: light, icons: shown }
        this.emitFile({ type: 'asset', fileName: manifest, source: `${JSON.stringify(told, null, 2)}\n` })
      },
    },
  }
}
