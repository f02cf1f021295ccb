import type { Virtualizer } from '@tanstack/react-virtual'
import { useLayoutEffect, useMemo, useRef } from 'react'

import { type Row, rowOf } from './timeline'

/** So far from its place a conversation still stands in it: browsers round. */
const tolerancePx = 2

/**
 * Puts a conversation where it opens: the message that was asked for or its first unread one in the middle, or its end.
 *
 * The way there takes a few frames, because rows are measured only once they are in the page. Until it is reached,
 * what is on the screen says nothing of what the person wants to see, and rows may still come above the place.
 */
export function useOpeningPlace(virtual: Virtualizer<HTMLDivElement, Element>, rows: readonly Row[], messageId?: string) {
  const isReached = useRef(false)
  const middle = messageId === undefined ? rows.findIndex((row) => row.kind === 'unread') : rowOf(rows, messageId)

  useLayoutEffect(() => {
    if (isReached.current) return
    if (middle >= 0) virtual.scrollToIndex(middle, { align: 'center' })
    else virtual.scrollToEnd()
  }, [virtual, middle])

  useLayoutEffect(() => {
    if (isReached.current) return
    const place = middle >= 0 ? middle : rows.length - 1
    if (!virtual.getVirtualItems().some(({ index }) => index === place)) return
    const wanted = virtual.getOffsetForIndex(middle, 'center')?.[0]
    isReached.current =
      middle < 0 ? virtual.isAtEnd(tolerancePx) : wanted !== undefined && Math.abs(wanted - (virtual.scrollOffset ?? 0)) <= tolerancePx
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
