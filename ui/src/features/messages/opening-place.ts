import type { Virtualizer } from '@tanstack/react-virtual'
import { useLayoutEffect, useMemo, useRef } from 'react'

import type { Row } from './timeline'

/** So far from its place a conversation still stands in it: browsers round. */
const tolerancePx = 2

/**
 * Puts a conversation where it opens: its first unread message in the middle, or its end.
 *
 * The way there takes a few frames, because rows are measured only once they are in the page. Until it is reached,
 * what is on the screen says nothing of what the person wants to see, and rows may still come above the place.
 */
export function useOpeningPlace(virtual: Virtualizer<HTMLDivElement, Element>, rows: readonly Row[]) {
  const isReached = useRef(false)
  const unreadAt = rows.findIndex((row) => row.kind === 'unread')

  useLayoutEffect(() => {
    if (isReached.current) return
    if (unreadAt >= 0) virtual.scrollToIndex(unreadAt, { align: 'center' })
    else virtual.scrollToEnd()
  }, [virtual, unreadAt])

  useLayoutEffect(() => {
    if (isReached.current) return
    const place = unreadAt >= 0 ? unreadAt : rows.length - 1
    if (!virtual.getVirtualItems().some(({ index }) => index === place)) return
    const wanted = virtual.getOffsetForIndex(unreadAt, 'center')?.[0]
    isReached.current =
      unreadAt < 0 ? virtual.isAtEnd(tolerancePx) : wanted !== undefined && Math.abs(wanted - (virtual.scrollOffset ?? 0)) <= tolerancePx
  })

  return useMemo(
    () => ({
      /** Whether it stands there, or did; known once a render has been committed. */
      isReached: () => isReached.current,
      /** The person, or something they did, decides now what is seen. */
      takeOver: () => {
        isReached.current = true
      },
    }),
    [],
  )
}
