import type { ReactNode } from 'react'

interface Props {
  /** A round figure or button. */
  lead: ReactNode
  /** What is done with it, at the end. */
  end?: ReactNode
  children: ReactNode
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
