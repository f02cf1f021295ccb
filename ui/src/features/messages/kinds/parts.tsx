// What several kinds are made of.
import { ExternalLink, type LucideIcon } from 'lucide-react'
import { type ReactNode, useMemo } from 'react'

import type { Address } from '../../../api/types'
import { safeHref } from '../../../lib/links'
import { formatted, type Piece } from '../formatting'
import { usePeople } from '../people'

/** What people wrote is made of text nodes and a few elements, whatever it looks like. */
export function Words({ text, mentions = [] }: { text: string; mentions?: readonly Address[] }) {
  const pieces = useMemo(() => formatted(text), [text])
  return <span className="break-words whitespace-pre-wrap">{view(pieces, mentions)}</span>
}

function view(pieces: Piece[], mentions: readonly Address[]): ReactNode[] {
  return pieces.map((piece, index) => <PieceView key={index} piece={piece} mentions={mentions} />)
}

function PieceView({ piece, mentions }: { piece: Piece; mentions: readonly Address[] }) {
  const people = usePeople()
  switch (piece.kind) {
    case 'text':
      return piece.text
    case 'bold':
      return <strong className="font-semibold">{view(piece.pieces, mentions)}</strong>
    case 'italic':
      return <em>{view(piece.pieces, mentions)}</em>
    case 'strike':
      return <s>{view(piece.pieces, mentions)}</s>
    case 'code':
      return <code className="rounded-sm bg-inset px-1 font-mono text-[0.9em]">{piece.text}</code>
    case 'block':
      return <code className="my-1 block rounded-sm bg-inset px-2 py-1.5 font-mono text-[0.9em]">{piece.text.replace(/^\n|\n$/g, '')}</code>
    case 'link':
      return (
        <Outward href={piece.href} className="underline underline-offset-2">
          {piece.text}
        </Outward>
      )
    case 'mention': {
      const name = people.mentioned(piece.digits, mentions)
      return name === undefined ? piece.text : <span className="font-medium text-accent">@{name}</span>
    }
  }
}

/** A link out of the panel; only what may be opened is one. */
export function Outward({ href, className = '', children }: { href: string; className?: string; children: ReactNode }) {
  const safe = safeHref(href)
  if (safe === undefined) return children
  return (
    <a href={safe} target="_blank" rel="noopener noreferrer" className={`text-accent ${className}`}>
      {children}
    </a>
  )
}

/** Words of ours in the place of what cannot be shown. */
export function Note({ figure: Figure, children }: { figure: LucideIcon; children: ReactNode }) {
  return (
    <span className="text-bubble-soft italic">
      <Figure size={16} className="mr-2 inline align-[-3px]" aria-hidden />
      {children}
    </span>
  )
}

interface CardProps {
  figure: LucideIcon
  /** What it is. */
  word: string
  /** What it is called. */
  title?: string | null | undefined
  children?: ReactNode
}

/** Something with a name: its figure beside, what it is and what it is called, and more below. */
export function Card({ figure: Figure, word, title, children }: CardProps) {
  return (
    <div className="flex min-w-52 items-start gap-2.5 py-0.5">
      <span className="mt-0.5 flex size-9 shrink-0 items-center justify-center rounded-full bg-inset text-bubble-soft">
        <Figure size={18} aria-hidden />
      </span>
      <div className="min-w-0 grow">
        {title ? (
          <>
            <p className="text-sm text-bubble-soft">{word}</p>
            <p className="font-medium break-words">{title}</p>
          </>
        ) : (
          <p className="flex min-h-9 items-center font-medium">{word}</p>
        )}
        {children}
      </div>
    </div>
  )
}

/** A smaller line under a title. */
export function Soft({ children }: { children: ReactNode }) {
  return <p className="text-sm break-words text-bubble-soft">{children}</p>
}

/** What one can do with something, somewhere else. */
export function Action({ href, children }: { href: string; children: ReactNode }) {
  if (safeHref(href) === undefined) return null
  return (
    <p className="pt-1">
      <Outward href={href} className="inline-flex items-center gap-1.5 text-base font-medium underline-offset-2 hover:underline">
        {children}
        <ExternalLink size={14} aria-hidden />
      </Outward>
    </p>
  )
}
