import { type ReactNode, useEffect, useRef } from 'react'

import { twoPanes, useMedia } from '../../lib/media'
import { classes } from '../../ui/classes'

interface Props {
  /** The address of what is open from the list; on phones it lies over the list. */
  openHref: string | undefined
  children: ReactNode
}

/** A list and, from 900 px, what is open from it beside; below it keeps its words and its place while that lies over it. */
export function ListBeside({ openHref, children }: Props) {
  const isWide = useMedia(twoPanes)
  const isHidden = !isWide && openHref !== undefined
  const list = useRef<HTMLDivElement>(null)
  useFocusOnReturn(list, isWide ? undefined : openHref)
  return (
    <div
      ref={list}
      inert={isHidden}
      className={isWide ? 'w-90 shrink-0 border-r border-line' : classes('min-w-0 grow', isHidden && 'invisible absolute inset-0')}
    >
      {children}
    </div>
  )
}

/** Whoever comes back stands where they left the list: on what they had opened. */
function useFocusOnReturn(list: { current: HTMLElement | null }, openHref: string | undefined) {
  const left = useRef(openHref)
  useEffect(() => {
    const from = left.current
    left.current = openHref
    if (openHref !== undefined || from === undefined) return
    const links = [...(list.current?.querySelectorAll<HTMLAnchorElement>('a[href]') ?? [])]
    links.find(({ href }) => href.endsWith(from))?.focus({ preventScroll: true })
  }, [openHref, list])
}
