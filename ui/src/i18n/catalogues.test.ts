import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

import adminEn from './admin/en.json'
import adminEs from './admin/es.json'
import adminPtBR from './admin/pt-BR.json'
import apiKeysEn from './api-keys/en.json'
import apiKeysEs from './api-keys/es.json'
import apiKeysPtBR from './api-keys/pt-BR.json'
import contactsEn from './contacts/en.json'
import contactsEs from './contacts/es.json'
import contactsPtBR from './contacts/pt-BR.json'
import conversationEn from './conversation/en.json'
import conversationEs from './conversation/es.json'
import conversationPtBR from './conversation/pt-BR.json'
import dashboardEn from './dashboard/en.json'
import dashboardEs from './dashboard/es.json'
import dashboardPtBR from './dashboard/pt-BR.json'
import en from './en.json'
import es from './es.json'
import panelEn from './panel/en.json'
import panelEs from './panel/es.json'
import panelPtBR from './panel/pt-BR.json'
import passkeyEn from './passkey/en.json'
import passkeyEs from './passkey/es.json'
import passkeyPtBR from './passkey/pt-BR.json'
import ptBR from './pt-BR.json'
import settingsEn from './settings/en.json'
import settingsEs from './settings/es.json'
import settingsPtBR from './settings/pt-BR.json'
import webhooksEn from './webhooks/en.json'
import webhooksEs from './webhooks/es.json'
import webhooksPtBR from './webhooks/pt-BR.json'

function flat(tree: object, path = ''): Map<string, string> {
  return new Map(
    Object.entries(tree).flatMap(([key, value]: [string, string | object]) =>
      typeof value === 'string' ? [[path + key, value] as const] : [...flat(value, `${path}${key}.`)],
    ),
  )
}

const slots = (text: string) => [...text.matchAll(/{{(\w+)}}/g)].map((match) => match[1]).sort()
/** What the rooms of the panel say, each beside what the panel says before any is opened. */
const roomsPtBR = {
  conversation: conversationPtBR,
  contacts: contactsPtBR,
  dashboard: dashboardPtBR,
  settings: settingsPtBR,
  apiKeys: apiKeysPtBR,
  webhooks: webhooksPtBR,
}
const ofRooms = Object.assign({}, ...Object.values(roomsPtBR)) as object
const portuguese = flat({ ...ptBR, ...adminPtBR, ...panelPtBR, ...ofRooms, ...passkeyPtBR })

describe.each([
  ['en', ptBR, en],
  ['es', ptBR, es],
  ['admin/en', adminPtBR, adminEn],
  ['admin/es', adminPtBR, adminEs],
  ['panel/en', panelPtBR, panelEn],
  ['panel/es', panelPtBR, panelEs],
  ['conversation/en', conversationPtBR, conversationEn],
  ['conversation/es', conversationPtBR, conversationEs],
  ['contacts/en', contactsPtBR, contactsEn],
  ['contacts/es', contactsPtBR, contactsEs],
  ['dashboard/en', dashboardPtBR, dashboardEn],
  ['dashboard/es', dashboardPtBR, dashboardEs],
  ['settings/en', settingsPtBR, settingsEn],
  ['settings/es', settingsPtBR, settingsEs],
  ['api-keys/en', apiKeysPtBR, apiKeysEn],
  ['api-keys/es', apiKeysPtBR, apiKeysEs],
  ['webhooks/en', webhooksPtBR, webhooksEn],
  ['webhooks/es', webhooksPtBR, webhooksEs],
  ['passkey/en', passkeyPtBR, passkeyEn],
  ['passkey/es', passkeyPtBR, passkeyEs],
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

/** What stands around the slots of a template. */
function partsOf(template: string): string[] {
  const parts = ['']
  let depth = 0
  for (let at = 0; at < template.length; at++) {
    const char = template.charAt(at)
    if (depth === 0 && template.startsWith('${', at)) {
      depth = 1
      at++
      parts.push('')
    } else if (depth > 0) depth += char === '{' ? 1 : char === '}' ? -1 : 0
    else parts[parts.length - 1] += char
  }
  return parts
}

describe('the sources', () => {
  const files = sources('src').map((path) => [path, readFileSync(path, 'utf8')] as const)

  it('use every string of the catalogue', () => {
    const all = files.map(([, text]) => text).join('\n')
    const quoted = new Set([...all.matchAll(/['"`]([a-zA-Z][\w.-]*)['"`]/g)].map(([, key]) => key))
    // Keys that are put together, such as `status.${status}`, each as an expression for what may stand in its slots.
    const templates = [...all.matchAll(/`([a-zA-Z]+\.[^`\n]*)`/g)].flatMap(([, template = '']) => {
      const parts = partsOf(template)
      if (parts.length < 2 || !parts.every((part) => /^[\w.-]*$/.test(part))) return []
      return new RegExp(`^${parts.map((part) => part.replaceAll('.', '\\.')).join('[\\w-]+')}$`)
    })
    const unused = [...portuguese.keys()].filter((key) => {
      const base = key.replace(/_(zero|one|other)$/, '')
      return !quoted.has(base) && !templates.some((template) => template.test(base))
    })
    expect(unused).toEqual([])
  })

  it('can say each problem that the server or a page has, and no other', () => {
    const schema = readFileSync('src/api/schema.gen.ts', 'utf8')
    const codes = [...(/^ {8}Code: (.*);$/m.exec(schema)?.[1]?.matchAll(/"(\w+)"/g) ?? [])].map(([, code]) => code)
    expect(Object.keys(ptBR.problem).sort()).toEqual([...codes, 'offline', 'file_lost'].sort())
  })

  it('of tenants’ pages use nothing of what only the provider’s panel loads', () => {
    // `link` is a feature of the provider's panel alone.
    const ofTenants = files.filter(([path]) => !path.startsWith('src/admin') && !path.startsWith('src/features/link'))
    expect(ofTenants.length).toBeGreaterThan(100)
    expect(Object.keys(ptBR).filter((group) => group in adminPtBR)).toEqual([])
    for (const [path, text] of ofTenants) {
      for (const group of Object.keys(adminPtBR))
        expect(text.includes(`'${group}.`) || text.includes(`\`${group}.`), `${path}: ${group}`).toBe(false)
    }
  })

  it('that are there before the panel use nothing of what only that loads', () => {
    const before = /^src\/(admin|api|lib|ui|portal\/(?!panel\/)|features\/(connect|link|preferences|session)\/)/
    // What shows them is the panel alone.
    const ofPanel = ['ui/InsertArea', 'ui/MoreFailed', 'ui/PictureForm', 'ui/Verified', 'api/picture-trouble']
    const isOfPanel = (path: string) => ofPanel.some((name) => path.startsWith(`src/${name}.`))
    const first = files.filter(([path]) => before.test(path) && !isOfPanel(path))
    expect(first.length).toBeGreaterThan(150)
    const words = { ...panelPtBR, ...ofRooms }
    expect(Object.keys(words).filter((group) => group in ptBR || group in adminPtBR)).toEqual([])
    for (const [path, text] of first) {
      for (const name of ofPanel) expect(text.includes(`/${name}'`), `${path}: ${name}`).toBe(false)
      for (const group of Object.keys(words)) {
        // Events have names, which are no words.
        if (/^src\/api\/[\w-]+-events\.ts$/.test(path) && group === 'message') continue
        expect(text.includes(`'${group}.`) || text.includes(`\`${group}.`), `${path}: ${group}`).toBe(false)
      }
    }
  })

  it('of a room of the panel use only what comes with it', () => {
    const paths = new Set(files.map(([path]) => path))
    const withoutCount = (key: string) => key.replace(/_(one|other)$/, '')
    const all = [...new Set([...flat({ ...panelPtBR, ...ofRooms }).keys()].map(withoutCount))]
    const resolved = (from: string, to: string) => ['.ts', '.tsx'].map((end) => join(from, '..', to) + end).find((path) => paths.has(path)) ?? ''
    const found = (text: string, what: RegExp) => [...text.matchAll(what)].map(([, one = '']) => one)
    const about = new Map(
      files.map(([path, text]) => {
        const quoted = new Set(found(text, /'([\w.-]+)'/g))
        const starts = found(text, /`([a-zA-Z]+\.[\w.]*)\$\{/g)
        return [
          path,
          {
            needs: found(text, /^(?:import|export) (?!type )[^'"]*?from '([^']+)'/gm).map((to) => resolved(path, to)),
            fetchesLater: found(text, /import\('([^']+)'\)/g).map((to) => resolved(path, to)),
            says: all.filter((key) => quoted.has(key) || starts.some((start) => key.startsWith(start))),
          },
        ]
      }),
    )
    /** All that is there with one file: what it needs, and what that fetches later, too, where the whole is asked for. */
    const reached = (first: string, isWhole: boolean, without: ReadonlySet<string>): Set<string> => {
      const seen = new Set<string>()
      const look = (path: string) => {
        const one = about.get(path)
        if (!one || seen.has(path) || without.has(path)) return
        seen.add(path)
        one.needs.forEach(look)
        if (isWhole) one.fetchesLater.forEach(look)
      }
      look(first)
      return seen
    }
    /** What files say that is not there, each with its file. */
    const lacking = (paths: Iterable<string>, there: object) => {
      const known = new Set([...flat(there).keys()].map(withoutCount))
      return [...paths].flatMap((path) => about.get(path)?.says.filter((key) => !known.has(key)).map((key) => `${path}: ${key}`))
    }

    const panel = reached('src/portal/panel/Panel.tsx', false, new Set())
    expect(lacking(panel, panelPtBR)).toEqual([])
    const parts = 'src/portal/panel/parts.ts'
    const text = files.find(([path]) => path === parts)?.[1] ?? ''
    const rooms = [...text.matchAll(/= room\(\(\) => import\('([^']+)'\)((?:, \w+)*)\)/g)]
    expect(rooms.length, 'each room is there').toBeGreaterThan(15)
    for (const [, to = '', words = ''] of rooms) {
      const names = found(words, /(\w+)Words/g) as (keyof typeof roomsPtBR)[]
      const own = reached(resolved(parts, to), true, panel)
      expect(own.size, to).toBeGreaterThan(0)
      expect(lacking(own, Object.assign({}, panelPtBR, ...names.map((name) => roomsPtBR[name])) as object), to).toEqual([])
    }
  })

  it('that are there before a passkey is asked for use nothing of what is said of it', () => {
    expect(Object.keys(passkeyPtBR)).toEqual(['passkey'])
    for (const [path, text] of files) {
      if (!path.startsWith('src/features/connect/Passkey'))
        expect(text.includes(`'passkey.`) || text.includes('`passkey.'), path).toBe(false)
    }
  })

  it('hold no words of their own between tags', () => {
    for (const [path, text] of files) {
      expect(text.match(/>\s*[A-Za-zÀ-ú]{2,}( [a-zà-ú]+)+[.!?…]?\s*<\//g) ?? [], path).toEqual([])
    }
  })
})
