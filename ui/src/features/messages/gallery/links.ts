// The links of a message, for the list of a chat's links.
import { textOf } from '../../../api/gallery'
import type { Content } from '../../../api/types'
import { visible } from '../../../lib/visible'
import { formatted, type Piece, unformatted } from '../formatting'

export interface Link {
  href: string
  /** Whose page it is: `exemplo.com.br`. */
  host: string
  /** What is behind the host, shortened; empty for a site's first page. */
  path: string
  /** What it leads to, as its writer saw it; empty where that is not known. */
  title: string
  /** The line in which it stands, without it; empty where it stands alone. */
  sentence: string
}

const longestPath = 80
const longestSentence = 240

/** Links into the web, each once. */
export function linksOf(content: Content): Link[] {
  const links = new Map<string, Link>()
  for (const line of textOf(content).split('\n')) {
    for (const { href, text } of webLinks(formatted(line))) {
      if (links.has(href)) continue
      const url = new URL(href)
      const path = `${url.pathname === '/' ? '' : url.pathname}${url.search}`
      links.set(href, {
        href,
        host: url.host.replace(/^www\./, ''),
        path: shortened(path, longestPath),
        title: content.kind === 'text' && content.preview?.url === text ? visible(content.preview.title) : '',
        sentence: sentenceOf(unformatted(line), text),
      })
    }
  }
  return [...links.values()]
}

/** The line without its link; nothing where only signs are left of it. */
function sentenceOf(line: string, link: string): string {
  const sentence = visible(line.replace(link, '…')).replace(/\s+/g, ' ').trim()
  return /[\p{L}\p{N}]/u.test(sentence) ? shortened(sentence, longestSentence) : ''
}

function webLinks(pieces: readonly Piece[]): Extract<Piece, { kind: 'link' }>[] {
  return pieces.flatMap((piece) => {
    if ('pieces' in piece) return webLinks(piece.pieces)
    return piece.kind === 'link' && /^https?:/.test(piece.href) ? [piece] : []
  })
}

function shortened(text: string, longest: number): string {
  const letters = [...text]
  return letters.length <= longest ? text : `${letters.slice(0, longest - 1).join('')}…`
}
