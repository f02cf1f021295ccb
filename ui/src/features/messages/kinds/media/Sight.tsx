import { type MouseEvent, type PointerEvent, useLayoutEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'

import { mediaUrl } from '../../../../api/media'
import { thumbnailUrl } from '../../../../api/tenant'
import type { Message } from '../../../../api/types'
import { classes } from '../../../../ui/classes'
import { useTenantId } from '../tenant'
import { NotShown } from './DownloadLink'
import { NotHere } from './NotHere'
import { takeTurn } from './turns'

interface Props {
  message: Message
  isZoomed: boolean
  onZoom: (isZoomed: boolean) => void
  /** Somebody presses beside it. */
  onBeside: () => void
}

/** What the viewer shows now. */
export function Sight({ message, isZoomed, onZoom, onBeside }: Props) {
  const { t } = useTranslation()
  const tenantId = useTenantId()
  const [isBroken, setBroken] = useState(false)
  const { content } = message
  const file = message.file
  if (content.kind !== 'media' || !file) return null
  const what = t(`kind.${content.file}`)
  const beside = (event: MouseEvent) => {
    if (event.target === event.currentTarget) onBeside()
  }
  if (file.state !== 'here' || isBroken) {
    return (
      <div onClick={beside} className="flex h-full items-center justify-center p-4">
        <div className="text-center">
          {isBroken ? <NotShown file={file} name={what} /> : <NotHere content={content} message={message} file={file} />}
        </div>
      </div>
    )
  }
  const url = mediaUrl(tenantId, file.id)
  if (content.file === 'image') {
    return <Zoomable url={url} alt={what} isZoomed={isZoomed} onZoom={onZoom} onBeside={onBeside} onError={() => setBroken(true)} />
  }
  return (
    <div onClick={beside} className="flex h-full items-center justify-center sm:px-20">
      <video
        controls
        autoPlay
        playsInline
        loop={content.file === 'gif'}
        muted={content.file === 'gif'}
        src={url}
        poster={content.hasThumbnail ? thumbnailUrl(tenantId, message.chatId, message.id) : undefined}
        aria-label={what}
        onPlay={(event) => takeTurn(event.currentTarget)}
        onError={() => setBroken(true)}
        className="max-h-full max-w-full"
      />
    </div>
  )
}

interface ZoomableProps extends Omit<Props, 'message'> {
  url: string
  alt: string
  onError: () => void
}

/** So little movement is still a press. */
const stillPx = 4

/** A press makes it as large as it is, or twice what fits; there it is moved by dragging, scrolling or the arrow keys. */
function Zoomable({ url, alt, isZoomed, onZoom, onBeside, onError }: ZoomableProps) {
  const { t } = useTranslation()
  const pane = useRef<HTMLDivElement>(null)
  const picture = useRef<HTMLImageElement>(null)
  /** What stands in the middle once it is large, 0 to 1 each way. */
  const middle = useRef({ x: 0.5, y: 0.5 })
  const drag = useRef<{ x: number; y: number; left: number; top: number; isMoved: boolean }>(undefined)

  useLayoutEffect(() => {
    const [one, around] = [picture.current, pane.current]
    if (!isZoomed || !one || !around) return
    const { naturalWidth: width, naturalHeight: height } = one
    const fitting = width * Math.min(1, around.clientWidth / width, around.clientHeight / height)
    one.style.width = `${Math.max(width / devicePixelRatio, fitting * 2)}px`
    around.focus()
    around.scrollTo(
      around.scrollWidth * middle.current.x - around.clientWidth / 2,
      around.scrollHeight * middle.current.y - around.clientHeight / 2,
    )
    return () => {
      middle.current = { x: 0.5, y: 0.5 }
      one.style.width = ''
    }
  }, [isZoomed])

  const press = (event: MouseEvent<HTMLImageElement>) => {
    if (drag.current?.isMoved === true) return
    const { left, top, width, height } = event.currentTarget.getBoundingClientRect()
    middle.current = { x: (event.clientX - left) / width, y: (event.clientY - top) / height }
    onZoom(!isZoomed)
  }
  const down = (event: PointerEvent) => {
    const around = pane.current
    // A finger scrolls by itself.
    const isDrag = isZoomed && around && event.pointerType === 'mouse' && event.button === 0
    drag.current = isDrag
      ? { x: event.clientX, y: event.clientY, left: around.scrollLeft, top: around.scrollTop, isMoved: false }
      : undefined
  }
  const go = (event: PointerEvent) => {
    const [from, around] = [drag.current, pane.current]
    if (!from || !around || event.buttons === 0) return
    const [x, y] = [event.clientX - from.x, event.clientY - from.y]
    from.isMoved ||= Math.hypot(x, y) > stillPx
    around.scrollTo(from.left - x, from.top - y)
  }
  return (
    <div
      ref={pane}
      tabIndex={isZoomed ? 0 : -1}
      role={isZoomed ? 'region' : undefined}
      aria-label={isZoomed ? t('viewer.zoomed') : undefined}
      onPointerDown={down}
      onPointerMove={go}
      onClick={(event) => {
        if (event.target === event.currentTarget && !isZoomed) onBeside()
      }}
      className={classes('flex h-full', isZoomed ? 'overflow-auto overscroll-contain' : 'items-center justify-center overflow-hidden')}
    >
      <img
        ref={picture}
        src={url}
        alt={alt}
        draggable={false}
        onClick={press}
        onError={onError}
        className={classes(
          'select-none',
          isZoomed ? 'm-auto h-auto max-w-none shrink-0 cursor-zoom-out' : 'max-h-full max-w-full cursor-zoom-in object-contain',
        )}
      />
    </div>
  )
}
