import type { ReactNode } from 'react'

import { classes } from './classes'

export interface RowLinkProps {
  id?: string
  href: string
  /** What it leads to is open. */
  isOpen: boolean
  /** The keyboard stands on it: Enter opens it. */
  isActive?: boolean
  onOpen: () => void
  className?: string
  children: ReactNode
}

/** A row of a list: an address of its own, opened here unless another window is asked for. */
export function RowLink({ id, href, isOpen, isActive = false, onOpen, className, children }: RowLinkProps) {
  return (
    <a
      id={id}
      href={href}
      aria-current={isOpen ? 'page' : undefined}
      onClick={(event) => {
        if (event.metaKey || event.ctrlKey || event.shiftKey) return
        event.preventDefault()
        onOpen()
      }}
      className={classes(
        'flex h-full items-center gap-3 px-3 -outline-offset-2',
        isOpen ? 'bg-accent-tint' : isActive ? 'bg-sunken' : 'hover:bg-sunken',
        isActive && 'outline-2 outline-accent',
        className,
      )}
    >
      {children}
    </a>
  )
}
