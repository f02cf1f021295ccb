import { readdirSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'

type Texts = Record<string, { message: string; placeholders?: object }>
const read = (language: string) => JSON.parse(readFileSync(`extension/_locales/${language}/messages.json`, 'utf8')) as Texts
const portuguese = read('pt_BR')

it.each(['en', 'es'])('%s says everything and no more', (language) => {
  const other = read(language)
  expect(Object.keys(other).sort()).toEqual(Object.keys(portuguese).sort())
  for (const [name, { message, placeholders }] of Object.entries(other)) {
    expect(message.trim(), name).not.toBe('')
    expect(placeholders, name).toEqual(portuguese[name]?.placeholders)
  }
})

it('each text is used', () => {
  const sources = readdirSync('extension/src')
    .filter((name) => !name.includes('.test.'))
    .map((name) => readFileSync(`extension/src/${name}`, 'utf8'))
  const all = [...sources, readFileSync('extension/manifest.json', 'utf8')].join('\n')
  const unused = Object.keys(portuguese).filter((name) => {
    const kind = /^(\w+?)(?:Title|Text)$/.exec(name)?.[1] ?? name
    return ![`'${name}'`, `__MSG_${name}__`, `'${kind}'`].some((use) => all.includes(use))
  })
  expect(unused).toEqual([])
})

it('fits what the store takes', () => {
  for (const language of ['pt_BR', 'en', 'es']) {
    expect(read(language).name?.message.length).toBeLessThanOrEqual(75)
    expect(read(language).description?.message.length).toBeLessThanOrEqual(132)
  }
})

it('asks for no more than it needs', () => {
  const manifest = JSON.parse(readFileSync('extension/manifest.json', 'utf8')) as Record<string, unknown>
  expect(manifest.permissions).toEqual(['activeTab', 'scripting'])
  expect(manifest.host_permissions).toEqual(['https://web.whatsapp.com/*'])
  expect(manifest).not.toHaveProperty('content_scripts')
  expect(manifest).not.toHaveProperty('externally_connectable')
  expect(manifest).not.toHaveProperty('web_accessible_resources')
})
