import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

import adminEn from './admin/en.json'
import adminEs from './admin/es.json'
import adminPtBR from './admin/pt-BR.json'
import en from './en.json'
import es from './es.json'
import ptBR from './pt-BR.json'

function flat(tree: object, path = ''): Map<string, string> {
  return new Map(
    Object.entries(tree).flatMap(([key, value]: [string, string | object]) =>
      typeof value === 'string' ? [[path + key, value] as const] : [...flat(value, `${path}${key}.`)],
    ),
  )
}

const slots = (text: string) => [...text.matchAll(/{{(\w+)}}/g)].map((match) => match[1]).sort()
const portuguese = flat({ ...ptBR, ...adminPtBR })

describe.each([
  ['en', ptBR, en],
  ['es', ptBR, es],
  ['admin/en', adminPtBR, adminEn],
  ['admin/es', adminPtBR, adminEs],
])('the catalogue %s', (_, ofPortuguese, ofOther) => {
  const [portuguese, other] = [flat(ofPortuguese), flat(ofOther)]
  it('has every string and no other', () => {
    expect([...other.keys()].sort()).toEqual([...portuguese.keys()].sort())
  })

  it('fills the same slots and leaves nothing empty', () => {
    for (const [key, text] of portuguese) {
      expect(other.get(key)?.trim(), key).not.toBe('')
      expect(slots(other.get(key) ?? ''), key).toEqual(slots(text))
    }
  })
})

function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return sources(path)
    return /\.tsx?$/.test(entry.name) && !/(test|gen)\.tsx?$/.test(entry.name) ? [path] : []
  })
}

describe('the sources', () => {
  const files = sources('src').map((path) => [path, readFileSync(path, 'utf8')] as const)

  it('use every string of the catalogue', () => {
    const all = files.map(([, text]) => text).join('\n')
    // Keys that are put together, such as `status.${status}`, count by their beginning.
    const starts = [...all.matchAll(/`([a-zA-Z]+)\.\$\{/g)].map((match) => `${match[1]}.`)
    const unused = [...portuguese.keys()].filter((key) => {
      const base = key.replace(/_(zero|one|other)$/, '')
      return !all.includes(base) && !starts.some((start) => key.startsWith(start))
    })
    expect(unused).toEqual([])
  })

  it('of tenants’ pages use nothing of what only the provider’s panel loads', () => {
    // `link` is a feature of the provider's panel alone.
    const ofTenants = files.filter(([path]) => !path.startsWith('src/admin') && !path.startsWith('src/features/link'))
    expect(ofTenants.length).toBeGreaterThan(100)
    expect(Object.keys(ptBR).filter((group) => group in adminPtBR)).toEqual([])
    for (const [path, text] of ofTenants) {
      for (const group of Object.keys(adminPtBR)) expect(text.includes(`'${group}.`) || text.includes(`\`${group}.`), `${path}: ${group}`).toBe(false)
    }
  })

  it('hold no words of their own between tags', () => {
    for (const [path, text] of files) {
      expect(text.match(/>\s*[A-Za-zÀ-ú]{2,}( [a-zà-ú]+)+[.!?…]?\s*<\//g) ?? [], path).toEqual([])
    }
  })
})
