/** How a picture is seen: so many times as large as it fits, its middle so far from the middle of its pane, in pixels. */
export interface View {
  scale: number
  x: number
  y: number
}

export interface Size {
  width: number
  height: number
}

/** The picture as it fits, and the pane that it is seen in. */
export interface Around {
  picture: Size
  pane: Size
}

export const whole: View = { scale: 1, x: 0, y: 0 }
/** What one press of a key or button makes of it. */
export const step = 1.5
/** What a double press makes of a whole picture. */
export const close = 2.5
const most = 8

/** Larger or smaller, with what lies under a point staying there. The point is told from the middle of the pane. */
export function zoomed(view: View, factor: number, point: { x: number; y: number }, around: Around): View {
  const scale = Math.min(most, Math.max(1, view.scale * factor))
  const by = scale / view.scale
  return bounded({ scale, x: point.x - (point.x - view.x) * by, y: point.y - (point.y - view.y) * by }, around)
}

/** Moved as far as there is more to see. */
export const moved = (view: View, x: number, y: number, around: Around): View => bounded({ ...view, x: view.x + x, y: view.y + y }, around)

function bounded({ scale, x, y }: View, { picture, pane }: Around): View {
  if (scale <= 1) return whole
  const within = (at: number, length: number, room: number) => {
    const most = Math.max(0, (length * scale - room) / 2)
    return Math.min(most, Math.max(-most, at))
  }
  return { scale, x: within(x, picture.width, pane.width), y: within(y, picture.height, pane.height) }
}
