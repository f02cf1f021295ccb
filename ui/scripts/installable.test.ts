import type { Rolldown } from 'vite'
import { expect, it } from 'vitest'

import { canvas, filesOf } from './installable.ts'

interface Made {
  imports?: string[]
  dynamicImports?: string[]
  code?: string
  css?: string
  entry?: string
}

const bundle = (chunks: Record<string, Made>) =>
  Object.fromEntries(
    Object.entries(chunks).map(([fileName, { imports = [], dynamicImports = [], code = '', css, entry }]) => [
      fileName,
      {
        type: 'chunk',
        fileName,
        imports,
        dynamicImports,
        code,
        isEntry: entry !== undefined,
        name: entry ?? fileName,
        viteMetadata: { importedCss: new Set(css === undefined ? [] : [css]), importedAssets: new Set() },
      },
    ]),
  ) as unknown as Rolldown.OutputBundle

it('what the portal is made of is kept, and neither the provider’s panel nor what is large and asked for later', () => {
  const large = 'x'.repeat(400_000)
  const files = filesOf(
    bundle({
      'portal.js': { entry: 'portal', imports: ['react.js'], dynamicImports: ['panel.js', 'emoji.js'], css: 'portal.css' },
      'index.js': { entry: 'index', imports: ['react.js'], dynamicImports: ['tenants.js'] },
      'react.js': { code: large },
      'panel.js': { imports: ['chats.js'], dynamicImports: ['portal.js'] },
      'chats.js': {},
      'tenants.js': {},
      'emoji.js': { code: large },
    }),
  )
  expect(files).toEqual(['/chats.js', '/panel.js', '/portal.css', '/portal.js', '/react.js'])
})

it('the colours around the page are those of its themes', () => {
  const { light, dark } = canvas()
  expect([light, dark].every((colour) => /^#[0-9a-f]{6}$/.test(colour))).toBe(true)
  expect(light > '#e').toBe(true)
  expect(dark < '#2').toBe(true)
})
