// What the interface is made of, with the licences: made at each build from the packages that stand in it.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

import type { Plugin } from 'vite'

export interface Bundled {
  name: string
  version: string
  /** By the names of spdx.org. */
  identifier: string | null
  text: string | null
}

/** Where Vite tells what it bundled; taken away again. */
export const told = 'licenses.json'
const made = 'licenses/interface.txt'
const rule = '#'.repeat(80)

/** Its styles stand in ours, and no module names it. */
function tailwind(): Bundled {
  const read = (file: string) => readFileSync(join(import.meta.dirname, '../node_modules/tailwindcss', file), 'utf8')
  const { name, version, license } = JSON.parse(read('package.json')) as { name: string; version: string; license: string }
  return { name, version, identifier: license, text: read('LICENSE') }
}

/** A section for each licence, in the form of all our lists: a rule, the licence, what is under it, its text. */
export function sections(bundled: readonly Bundled[]): string {
  const byText = new Map<string, string[]>()
  for (const { name, version, identifier, text } of bundled) {
    const body = text ?? (identifier === 'MIT' ? mit(name) : null)
    if (identifier === null || body === null) throw new Error(`${name} ${version} brings no licence: see what it may be used for`)
    const key = `${identifier}\0${body.trim()}`
    byText.set(key, [...(byText.get(key) ?? []), `- ${name} ${version} https://www.npmjs.com/package/${name}`])
  }
  const section = ([key, used]: [string, string[]]) => {
    const [identifier, body] = key.split('\0')
    return `${rule}\n${identifier}\n${used.join('\n')}\n\n${body}\n`
  }
  return [...byText].map(section).join('')
}

/** The MIT licence, for who names it and brings no text. */
const mit = (name: string) => `Copyright (c) the authors of ${name}

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated documentation
files (the "Software"), to deal in the Software without restriction, including without limitation the rights to use, copy,
modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit persons to whom the
Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the
Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE
WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR
COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE,
ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.`

/** Writes the licences beside the pages. */
export function licenses(): Plugin {
  return {
    name: 'licenses',
    apply: 'build',
    enforce: 'post',
    generateBundle: {
      order: 'post',
      handler(_, bundle) {
        const list = bundle[told]
        if (list?.type !== 'asset') throw new Error(`Vite wrote no ${told}`)
        delete bundle[told]
        const bundled = JSON.parse(String(list.source)) as Bundled[]
        const all = [...bundled, tailwind()].sort((one, other) => one.name.localeCompare(other.name))
        this.emitFile({ type: 'asset', fileName: made, source: sections(all) })
      },
    },
  }
}
