import { describe, expect, it } from 'vitest'

import { sections as written } from '../../../scripts/licenses'
import { matching, readSections } from './sections'

const rule = '#'.repeat(80)
const text = `${rule}
MIT License
- aho-corasick 1.1.3 https://github.com/BurntSushi/aho-corasick
- memchr 2.7.4

Permission is hereby granted

THE SOFTWARE IS PROVIDED
${rule}
ISC License
- ring 0.17.14 javascript:alert(1)

Permission to use
`

describe('the list of licences', () => {
  it('says what is under which licence', () => {
    expect(readSections(text)).toEqual([
      {
        license: 'MIT License',
        parts: [
          { name: 'aho-corasick', version: '1.1.3', url: 'https://github.com/BurntSushi/aho-corasick' },
          { name: 'memchr', version: '2.7.4', url: null },
        ],
        text: 'Permission is hereby granted\n\nTHE SOFTWARE IS PROVIDED',
      },
      { license: 'ISC License', parts: [{ name: 'ring', version: '0.17.14', url: null }], text: 'Permission to use' },
    ])
  })

  it('is searched by name', () => {
    expect(matching(readSections(text), ' MEM ').map(({ parts }) => parts.map(({ name }) => name))).toEqual([['memchr']])
    expect(matching(readSections(text), '')).toHaveLength(2)
  })

  it('reads what the build writes', () => {
    const one = { name: 'react', version: '19.3.1', identifier: 'MIT', text: 'MIT License\n\nCopyright (c) Meta' }
    const mute = { name: 'small', version: '1.0.0', identifier: 'MIT', text: null }
    const [first, second] = readSections(written([one, { ...one, name: 'react-dom' }, mute]))
    expect(first?.parts.map(({ name }) => name)).toEqual(['react', 'react-dom'])
    expect(first?.text).toBe(one.text)
    expect(second?.text).toContain('the authors of small')
    expect(() => written([{ ...one, text: null, identifier: 'GPL-3.0-only' }])).toThrow('react')
  })
})
