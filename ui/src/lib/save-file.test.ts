import { describe, expect, it } from 'vitest'

import { cell } from './save-file'

describe('a cell', () => {
  it.each([
    ['Ana', 'Ana'],
    ['=1+1', "'=1+1"],
    ['+55 11', "'+55 11"],
    [' @x', "' @x"],
    ['Souza, Ana', '"Souza, Ana"'],
    ['a "b"', '"a ""b"""'],
  ])('%s is written as %s', (text, written) => expect(cell(text)).toBe(written))
})
