import { readdirSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'

const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> }
const specs = readdirSync('e2e', { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.spec.ts'))
  .map((name) => name.replaceAll('\\', '/'))

it.each(specs)('e2e/%s runs because it exists', (spec) => {
  const folder = spec.slice(0, spec.lastIndexOf('/'))
  const runners = Object.values(scripts).filter((script) => script.endsWith(` e2e/${folder}/*.spec.ts`))
  expect(runners, 'one script runs every spec of the folder').toHaveLength(1)
})

it('a spec of a script by name would be forgotten', () => {
  for (const script of Object.values(scripts)) expect(script).not.toMatch(/[\w-]\.spec\.ts/)
})
