import { converter, wcagContrast } from 'culori'
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const css = readFileSync('src/ui/tokens.css', 'utf8')
const toRgb = converter('rgb')

/** Each colour in both themes. */
const tokens = new Map(
  [...css.matchAll(/--color-([\w-]+):\s*(light-dark\()?(oklch\([^)]*\))(?:,\s*(oklch\([^)]*\)))?/g)].map(([, name, , light, dark]) => [
    name ?? '',
    { light: light ?? '', dark: dark ?? light ?? '' },
  ]),
)

/** What is written upon what. */
const pairs: [text: string, grounds: string[]][] = [
  [
    'ink',
    [
      'canvas',
      'surface',
      'raised',
      'sunken',
      'accent-tint',
      'ok-tint',
      'busy-tint',
      'warn-tint',
      'bad-tint',
      'rest-tint',
      'bubble-in',
      'bubble-out',
      'chat',
      'chosen',
    ],
  ],
  ['soft', ['canvas', 'surface', 'raised', 'sunken', 'chat', 'bubble-in', 'accent-tint']],
  ['accent', ['canvas', 'surface', 'raised', 'accent-tint', 'chat', 'bubble-in', 'bubble-out']],
  ['on-accent', ['accent', 'accent-strong']],
  ['on-danger', ['danger']],
  ['ok', ['ok-tint', 'surface']],
  ['busy', ['busy-tint', 'surface']],
  ['warn', ['warn-tint', 'surface', 'raised']],
  ['bad', ['bad-tint', 'surface', 'raised', 'canvas', 'chat']],
  ['rest', ['rest-tint', 'surface']],
  ['bubble-soft', ['bubble-in', 'bubble-out']],
  ...[1, 2, 3, 4, 5, 6].map((author): [string, string[]] => [`author-${author}`, ['bubble-in', 'bubble-out', 'raised']]),
  ['tick-read', ['bubble-out', 'surface']],
  ['print', ['paper']],
]

describe.each(['light', 'dark'] as const)('in the %s theme', (theme) => {
  const colour = (name: string) => {
    const found = tokens.get(name)
    if (!found) throw new Error(`there is no colour ${name}`)
    return toRgb(found[theme])
  }

  it.each(pairs.flatMap(([text, grounds]) => grounds.map((ground) => [text, ground] as const)))('%s is legible on %s', (text, ground) => {
    const contrast = wcagContrast(colour(text) ?? '#000', colour(ground) ?? '#000')
    expect(contrast, `${text} on ${ground}`).toBeGreaterThanOrEqual(4.5)
  })

  it('the border of a field is seen', () => {
    expect(wcagContrast(colour('line-strong') ?? '#000', colour('surface') ?? '#000')).toBeGreaterThanOrEqual(3)
  })
})
