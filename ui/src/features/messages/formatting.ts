import { safeHref } from '../../lib/links'

/** A text with WhatsApp's formatting, as a tree. */
export type Piece =
  | { kind: 'text'; text: string }
  | { kind: 'bold' | 'italic' | 'strike'; pieces: Piece[] }
  | { kind: 'code' | 'block'; text: string }
  | { kind: 'link'; text: string; href: string }
  | { kind: 'mention'; digits: string; text: string }

type Style = 'bold' | 'italic' | 'strike'
const styles: Record<string, Style> = { '*': 'bold', _: 'italic', '~': 'strike' }
const block = /```([\s\S]+?)```/
const link = /(?:https?:\/\/|mailto:|tel:)[^\s<>"]+/iy
const mention = /@(\d{5,20})/y
const inWord = /[\p{L}\p{N}]/u

/** `*bold*`, `_italic_`, `~strike~`, `` `code` ``, blocks between three backticks, links and mentions. */
export function formatted(text: string): Piece[] {
  const pieces: Piece[] = []
  let rest = text
  for (let found = block.exec(rest); found; found = block.exec(rest)) {
    pieces.push(...lines(rest.slice(0, found.index)), { kind: 'block', text: found[1] ?? '' })
    rest = rest.slice(found.index + found[0].length)
  }
  return joined([...pieces, ...lines(rest)])
}

/** Formatting ends with its line. */
function lines(text: string): Piece[] {
  return text.split(/(\n)/).flatMap((line) => inline(line, []))
}

/** Each character is looked at a fixed number of times: a style does not stand in itself, and what never ends is sought once. */
function inline(text: string, within: readonly Style[]): Piece[] {
  const pieces: Piece[] = []
  const endless = new Set<string>()
  let plain = 0
  let at = 0
  const take = (piece: Piece, length: number) => {
    if (at > plain) pieces.push({ kind: 'text', text: text.slice(plain, at) })
    pieces.push(piece)
    at += length
    plain = at
  }
  while (at < text.length) {
    const char = text[at] ?? ''
    const isAtEdge = at === 0 || !inWord.test(text[at - 1] ?? '')
    if (isAtEdge && /[hmt]/i.test(char)) {
      const address = match(link, text, at)?.[0]
      const whole = address === undefined ? '' : trimmed(address)
      const href = safeHref(whole)
      if (href !== undefined) {
        take({ kind: 'link', text: whole, href }, whole.length)
        continue
      }
    }
    if (char === '@') {
      const found = match(mention, text, at)
      if (found) {
        take({ kind: 'mention', digits: found[1] ?? '', text: found[0] }, found[0].length)
        continue
      }
    }
    const style = styles[char]
    if (isAtEdge && !endless.has(char) && (char === '`' || (style && !within.includes(style)))) {
      const end = closing(text, at, char)
      if (end === undefined) endless.add(char)
      else if (end > 0) {
        const inner = text.slice(at + 1, end)
        take(style ? { kind: style, pieces: inline(inner, [...within, style]) } : { kind: 'code', text: inner }, end + 1 - at)
        continue
      }
    }
    at++
  }
  if (text.length > plain) pieces.push({ kind: 'text', text: text.slice(plain) })
  return pieces
}

/** Where what opens at `from` closes; 0 when it does not open there, nothing when no such sign closes anything further on. */
function closing(text: string, from: number, sign: string): number | undefined {
  const after = text[from + 1]
  if (after === undefined || /\s/.test(after) || after === sign) return 0
  for (let end = text.indexOf(sign, from + 2); end > 0; end = text.indexOf(sign, end + 1)) {
    if (!/\s/.test(text[end - 1] ?? ' ') && !inWord.test(text[end + 1] ?? '')) return end
  }
  return undefined
}

function match(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at
  return pattern.exec(text)
}

/** An address without the punctuation of the sentence around it. */
function trimmed(address: string): string {
  const bare = address.replace(/[.,;:!?'*_~`]+$/, '')
  return bare.endsWith(')') && !bare.includes('(') ? bare.slice(0, -1) : bare
}

function joined(pieces: Piece[]): Piece[] {
  return pieces.reduce<Piece[]>((all, piece) => {
    const last = all.at(-1)
    if (piece.kind === 'text' && last?.kind === 'text') all[all.length - 1] = { kind: 'text', text: last.text + piece.text }
    else all.push(piece)
    return all
  }, [])
}

/** The words alone, without the signs of formatting. */
export function unformatted(text: string): string {
  const words = (piece: Piece): string => ('pieces' in piece ? piece.pieces.map(words).join('') : piece.text)
  return formatted(text).map(words).join('')
}
