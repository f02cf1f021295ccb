import type { MouseEvent, PointerEvent } from 'react'

const holdMs = 450
/** A finger that moves further scrolls. */
const slackPx = 10

/** Events of something that a finger stays on: what the button of a mouse does is left alone. */
export function holding(onHold: () => void) {
  let timer: ReturnType<typeof setTimeout> | undefined
  let from = { x: 0, y: 0 }
  const stop = () => clearTimeout(timer)
  return {
    onPointerDown: (event: PointerEvent) => {
      stop()
      if (event.pointerType !== 'touch') return
      from = { x: event.clientX, y: event.clientY }
      timer = setTimeout(onHold, holdMs)
    },
    onPointerMove: (event: PointerEvent) => {
      if (Math.hypot(event.clientX - from.x, event.clientY - from.y) > slackPx) stop()
    },
    onPointerUp: stop,
    onPointerCancel: stop,
    // The system's own menu for a long press would lie over ours.
    onContextMenu: (event: MouseEvent) => {
      if (event.nativeEvent instanceof globalThis.PointerEvent && event.nativeEvent.pointerType === 'touch') event.preventDefault()
    },
  }
}
