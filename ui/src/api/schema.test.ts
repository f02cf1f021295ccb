import { readFileSync } from 'node:fs'
import openapiTS, { astToString, type OpenAPI3 } from 'openapi-typescript'
import { expect, it } from 'vitest'

it('the types are those of the server’s openapi.json; otherwise: npm run schema', async () => {
  const description = JSON.parse(readFileSync('../src-tauri/server/openapi.json', 'utf8')) as OpenAPI3
  const types = astToString(await openapiTS(description, { defaultNonNullable: false }))
  // The generator's command line puts a note above.
  expect(readFileSync('src/api/schema.gen.ts', 'utf8').endsWith(types)).toBe(true)
})
