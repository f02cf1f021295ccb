import { useVirtualizer } from '@tanstack/react-virtual'
import { type ReactNode, useEffect, useRef } from 'react'

import { density, rowsPx } from '../lib/density'
import { useStore } from '../lib/store'

interface Props<T> {
  label: string
  all: readonly T[]
  /** Of each row. */
  className?: string
  /** More is fetched, as the last rows come near. */
  onEnd?: (() => void) | undefined
  /** Told which rows are on the screen, or near it: the first and the last. */
  onSeen?: (first: T, last: T) => void
  /** Said below the last row. */
  end?: ReactNode
  children: (one: T) => ReactNode
}

/** So many rows before the last one, more is fetched. */
const nearEndRows = 12

/** Rows of one height, as many as there are: only those on the screen are in the page. */
export function EvenRows<T extends { id: string }>({ label, all, className = '', onEnd, onSeen, end, children }: Props<T>) {
  const rowPx = rowsPx[useStore(density)]
  const scroller = useRef<HTMLDivElement>(null)
  // eslint-disable-next-line react-hooks/incompatible-library -- the virtualizer is used in this component alone
  const virtual = useVirtualizer({
    count: all.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowPx,
    getItemKey: (index) => all[index]?.id ?? index,
    overscan: 8,
  })
  const first = virtual.getVirtualItems()[0]?.index ?? 0
  const last = virtual.getVirtualItems().at(-1)?.index ?? 0
  useEffect(() => {
    if (last >= all.length - nearEndRows) onEnd?.()
  })
  useEffect(() => {
    const [one, other] = [all[first], all[last]]
    if (one && other) onSeen?.(one, other)
  }, [all, first, last, onSeen])
  return (
    <div ref={scroller} className="min-h-0 grow overflow-y-auto overscroll-contain border-t border-line">
      <ul aria-label={label} className="relative" style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ key, index, start }) => {
          const one = all[index]
          return (
            one && (
              <li
                key={key}
                aria-setsize={all.length}
                aria-posinset={index + 1}
                className={`absolute top-0 left-0 w-full border-b border-line ${className}`}
                style={{ height: rowPx, transform: `translateY(${start}px)` }}
              >
                {children(one)}
              </li>
            )
          )
        })}
      </ul>
      {end !== undefined && <p className="px-5 py-3 text-center text-sm text-soft">{end}</p>}
    </div>
  )
}
