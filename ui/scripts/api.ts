// Which API the interface is built for: what a browser keeps of answers is read again only by an interface of the same.
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const description = join(import.meta.dirname, '../../src-tauri/server/openapi.json')

/** For `define` of Vite. */
export const builtFor = {
  __API__: JSON.stringify(createHash('sha256').update(readFileSync(description)).digest('hex').slice(0, 12)),
}
