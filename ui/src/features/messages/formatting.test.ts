import { describe, expect, it } from 'vitest'

import { formatted, type Piece, unformatted } from './formatting'

/** A tree as one line: `<bold>…</bold>`. */
const written = (pieces: Piece[]): string =>
  pieces
    .map((piece) =>
      piece.kind === 'text'
        ? piece.text
        : 'pieces' in piece
          ? `<${piece.kind}>${written(piece.pieces)}</${piece.kind}>`
          : `<${piece.kind}>${piece.text}</${piece.kind}>`,
    )
    .join('')

describe('a text', () => {
  it.each([
    ['*negrito* e _itálico_ e ~riscado~', '<bold>negrito</bold> e <italic>itálico</italic> e <strike>riscado</strike>'],
    ['*muito _mais_*', '<bold>muito <italic>mais</italic></bold>'],
    ['`const a = 1`', '<code>const a = 1</code>'],
    ['```a *b*\nc```', '<block>a *b*\nc</block>'],
    ['(*sim*)!', '(<bold>sim</bold>)!'],
    ['2 * 3 * 4', '2 * 3 * 4'],
    ['a*b*c snake_case_name', 'a*b*c snake_case_name'],
    ['*nunca fecha', '*nunca fecha'],
    ['*uma\nlinha*', '*uma\nlinha*'],
    ['* item um', '* item um'],
    ['***', '***'],
    ['<b>oi</b>', '<b>oi</b>'],
    ['veja https://exemplo.com.br/a_b_c.', 'veja <link>https://exemplo.com.br/a_b_c</link>.'],
    ['(https://exemplo.com.br/x)', '(<link>https://exemplo.com.br/x</link>)'],
    ['mailto:a@exemplo.com tel:+5511900000001', '<link>mailto:a@exemplo.com</link> <link>tel:+5511900000001</link>'], // invented
    ['javascript:alert(1) data:text/html,x', 'javascript:alert(1) data:text/html,x'],
    ['oi @5511900000001!', 'oi <mention>@5511900000001</mention>!'], // invented
  ])('%j reads as %j', (text, expected) => {
    expect(written(formatted(text))).toBe(expected)
  })

  it('in a list has no signs of formatting', () => {
    expect(unformatted('*Total:* ~R$ 12~ `R$ 10`')).toBe('Total: R$ 12 R$ 10')
  })

  it.each(['*a ', '_', '`a', '*_~', '``` ', 'http://', '@1234'])('of %j many times over takes no longer than it should', (part) => {
    const start = performance.now()
    formatted(part.repeat(Math.floor(65_536 / part.length)))
    expect(performance.now() - start).toBeLessThan(1_000)
  })
})
