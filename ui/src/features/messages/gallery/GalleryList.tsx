import { useVirtualizer } from '@tanstack/react-virtual'
import { type ReactNode, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react'

import type { GalleryPart, Message } from '../../../api/types'
import { dateAndTime, monthLabel } from '../../../lib/dates'
import { useTranslation } from '../../../lib/translation'
import { Tile } from '../kinds/media/Tile'
import { DocumentEntry } from './DocumentEntry'
import { LinkEntry } from './LinkEntry'
import { galleryRows, type GalleryRow } from './rows'

interface Props {
  part: GalleryPart
  /** Newest first. */
  messages: readonly Message[]
  /** Fetches what is older. */
  onEnd: (() => void) | undefined
  /** Said below the last row. */
  end: ReactNode
  onShow: (messageId: string) => void
}

const widestPx = 1_024
/** A tile is about so wide, and three of them stand in a row at least. */
const tilePx = 150
const gapPx = 4
const sidePx = 12
/** So many rows before the last one, more are fetched. */
const nearEndRows = 6

/** The rows of one part; only what is seen is in the page. */
export function GalleryList({ part, messages, onEnd, end, onShow }: Props) {
  const scroller = useRef<HTMLDivElement>(null)
  const [width, setWidth] = useState(0)
  useLayoutEffect(() => {
    const area = scroller.current
    if (!area) return
    const measure = () => setWidth(Math.min(area.clientWidth, widestPx) - 2 * sidePx)
    measure()
    const watch = new ResizeObserver(measure)
    watch.observe(area)
    return () => watch.disconnect()
  }, [])
  const perRow = part === 'media' ? Math.max(3, Math.floor(width / tilePx)) : undefined
  const side = perRow === undefined ? 0 : Math.max(40, (width - (perRow - 1) * gapPx) / perRow)
  const rows = useMemo(() => galleryRows(messages, perRow), [messages, perRow])
  // eslint-disable-next-line react-hooks/incompatible-library -- the virtualizer is used in this component alone
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => (rows[index]?.kind === 'month' ? 44 : rows[index]?.kind === 'tiles' ? side + gapPx : 76),
    getItemKey: (index) => rows[index]?.key ?? index,
    overscan: 6,
    paddingEnd: 16,
  })
  useEffect(() => virtual.measure(), [virtual, side])
  const last = virtual.getVirtualItems().at(-1)?.index
  useEffect(() => {
    if (last === undefined || last >= rows.length - nearEndRows) onEnd?.()
  })
  return (
    <div ref={scroller} tabIndex={0} className="h-full overflow-y-auto overscroll-contain -outline-offset-2!">
      <div className="mx-auto" style={{ maxWidth: widestPx, paddingInline: sidePx }}>
        <div className="relative" style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map((item) => {
            const row = rows[item.index]
            return (
              <div
                key={item.key}
                ref={virtual.measureElement}
                data-index={item.index}
                className="absolute top-0 left-0 w-full"
                style={{ transform: `translateY(${item.start}px)` }}
              >
                {row && <RowView row={row} part={part} side={side} onShow={onShow} />}
              </div>
            )
          })}
        </div>
        {end !== undefined && (
          <p role="status" className="pb-4 text-center text-sm text-soft">
            {end}
          </p>
        )}
      </div>
    </div>
  )
}

interface RowProps extends Pick<Props, 'part' | 'onShow'> {
  row: GalleryRow
  side: number
}

function RowView({ row, part, side, onShow }: RowProps) {
  const { i18n } = useTranslation()
  switch (row.kind) {
    case 'month':
      return <h3 className="pt-4 pb-1.5 text-sm font-medium text-soft first-letter:uppercase">{monthLabel(row.atMs, i18n.language)}</h3>
    case 'tiles':
      return (
        <div className="flex" style={{ gap: gapPx, paddingBottom: gapPx }}>
          {row.messages.map((message) => (
            <div key={message.id} style={{ width: side, height: side }} className="shrink-0 overflow-hidden rounded-sm">
              <Tile message={message} ofMany={{ when: dateAndTime(message.placeMs, i18n.language) }} />
            </div>
          ))}
        </div>
      )
    case 'entry':
      return part === 'links' ? (
        <LinkEntry message={row.message} onShow={onShow} />
      ) : (
        <DocumentEntry message={row.message} onShow={onShow} />
      )
  }
}
