import type { ReactNode } from 'react'

import { figures, type Media } from './media'

interface Props {
  /** A round figure or button. */
  lead: ReactNode
  /** What is done with it, at the end. */
  end?: ReactNode
  children: ReactNode
}

/** The round figure of a kind. */
export function RoundFigure({ kind }: { kind: Media['file'] }) {
  const Figure = figures[kind]
  return (
    <span className="flex size-11 shrink-0 items-center justify-center rounded-full bg-inset text-bubble-soft">
      <Figure size={20} aria-hidden />
    </span>
  )
}

/** A file without a picture: what it is, and what can be done with it. */
export function Row({ lead, end, children }: Props) {
  return (
    <span className="flex w-72 max-w-full items-center gap-3 py-1">
      {lead}
      <span className="min-w-0 grow">{children}</span>
      {end}
    </span>
  )
}
