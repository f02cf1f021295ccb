import { type PointerEvent, type Ref, useEffect, useImperativeHandle, useRef, useState } from 'react'

import { useTranslation } from '../../../../lib/translation'
import { classes } from '../../../../ui/classes'
import { type Around, close, moved, type View, whole, zoomed } from './zoom'

/** What keys and buttons do with the picture. */
export interface Zoom {
  by: (factor: number) => void
  reset: () => void
  move: (x: number, y: number) => void
}

interface Props {
  ref: Ref<Zoom>
  url: string
  alt: string
  /** Told when it becomes larger than it fits, and whole again. */
  onZoomed: (isZoomed: boolean) => void
  /** Somebody presses beside it. */
  onBeside: () => void
  onLoad: () => void
  onError: () => void
}

interface Point {
  x: number
  y: number
}

/** So little movement is still a press. */
const stillPx = 4

/** Enlarged by the wheel, two fingers or a double press, around what is under them; moved by dragging. */
export function Zoomable({ ref, url, alt, onZoomed, onBeside, onLoad, onError }: Props) {
  const { t } = useTranslation()
  const pane = useRef<HTMLDivElement>(null)
  const picture = useRef<HTMLImageElement>(null)
  const [view, setView] = useState(whole)
  const pointers = useRef(new Map<number, Point>())
  const isDragged = useRef(false)
  const isZoomed = view.scale > 1

  const around = (): Around => ({
    picture: { width: picture.current?.offsetWidth ?? 0, height: picture.current?.offsetHeight ?? 0 },
    pane: { width: pane.current?.clientWidth ?? 0, height: pane.current?.clientHeight ?? 0 },
  })
  const change = (next: (view: View) => View) => setView(next)
  const zoom = (factor: number, at: Point = { x: 0, y: 0 }) => change((view) => zoomed(view, factor, at, around()))
  /** From the middle of the pane. */
  const pointOf = ({ clientX, clientY }: { clientX: number; clientY: number }): Point => {
    const box = pane.current?.getBoundingClientRect()
    return box ? { x: clientX - box.left - box.width / 2, y: clientY - box.top - box.height / 2 } : { x: 0, y: 0 }
  }

  useImperativeHandle(ref, () => ({
    by: (factor) => zoom(factor),
    reset: () => setView(whole),
    move: (x, y) => change((view) => moved(view, x, y, around())),
  }))
  useEffect(() => onZoomed(isZoomed), [isZoomed, onZoomed])
  useEffect(() => {
    const area = pane.current
    if (!area) return
    const onWheel = (event: WheelEvent) => {
      event.preventDefault()
      zoom(Math.exp(-event.deltaY * (event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 0.05 : 0.002)), pointOf(event))
    }
    // React listens to the wheel passively, so the page could not be kept from scrolling.
    area.addEventListener('wheel', onWheel, { passive: false })
    return () => area.removeEventListener('wheel', onWheel)
    // eslint-disable-next-line react-hooks/exhaustive-deps -- what it calls reads elements and changes state from before
  }, [])

  const down = (event: PointerEvent) => {
    if (event.pointerType === 'mouse' && event.button !== 0) return
    if (pointers.current.size === 0) isDragged.current = false
    pointers.current.set(event.pointerId, pointOf(event))
  }
  const go = (event: PointerEvent) => {
    const before = pointers.current.get(event.pointerId)
    if (!before) return
    if (event.buttons === 0) return void pointers.current.delete(event.pointerId)
    const now = pointOf(event)
    const [other] = [...pointers.current].filter(([id]) => id !== event.pointerId).map(([, point]) => point)
    if (!isDragged.current && Math.hypot(now.x - before.x, now.y - before.y) <= stillPx && !other) return
    isDragged.current = true
    pointers.current.set(event.pointerId, now)
    if (!other) return change((view) => moved(view, now.x - before.x, now.y - before.y, around()))
    const apart = (one: Point) => Math.max(1, Math.hypot(one.x - other.x, one.y - other.y))
    zoom(apart(now) / apart(before), { x: (now.x + other.x) / 2, y: (now.y + other.y) / 2 })
  }
  const up = (event: PointerEvent) => pointers.current.delete(event.pointerId)
  return (
    <div
      ref={pane}
      onPointerDown={down}
      onPointerMove={go}
      onPointerUp={up}
      onPointerCancel={up}
      onPointerLeave={up}
      onClick={(event) => {
        if (event.target === event.currentTarget && !isZoomed && !isDragged.current) onBeside()
      }}
      onDoubleClick={(event) => {
        if (event.target === event.currentTarget) return
        const at = pointOf(event)
        change((view) => (view.scale > 1 ? whole : zoomed(view, close, at, around())))
      }}
      className="relative flex h-full touch-none items-center justify-center overflow-hidden"
    >
      <img
        ref={picture}
        src={url}
        alt={alt}
        draggable={false}
        onLoad={onLoad}
        onError={onError}
        style={{ transform: `translate(${view.x}px, ${view.y}px) scale(${view.scale})` }}
        className={classes(
          'relative max-h-full max-w-full object-contain select-none',
          isZoomed ? 'cursor-grab active:cursor-grabbing' : 'cursor-zoom-in',
        )}
      />
      {isZoomed && (
        <span role="status" className="sr-only">
          {t('viewer.zoomed')}
        </span>
      )}
    </div>
  )
}
