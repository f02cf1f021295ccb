import { type TouchEvent, useRef } from 'react'

interface Wishes {
  onLeft: () => void
  onRight: () => void
  isOff: boolean
}

const farPx = 60

/** A finger that goes far to one side, and not up or down. */
export function useSwipe({ onLeft, onRight, isOff }: Wishes) {
  const start = useRef<{ x: number; y: number }>(undefined)
  return {
    onTouchStart: ({ touches }: TouchEvent) => {
      const one = touches[0]
      // Two fingers, or a page that was made larger by them, mean something else.
      const isOther = isOff || touches.length !== 1 || (window.visualViewport?.scale ?? 1) > 1.01
      start.current = one && !isOther ? { x: one.clientX, y: one.clientY } : undefined
    },
    onTouchEnd: ({ changedTouches }: TouchEvent) => {
      const one = changedTouches[0]
      if (!one || !start.current) return
      const [x, y] = [one.clientX - start.current.x, one.clientY - start.current.y]
      start.current = undefined
      if (Math.abs(x) < farPx || Math.abs(x) < 2 * Math.abs(y)) return
      if (x < 0) onLeft()
      else onRight()
    },
  }
}
