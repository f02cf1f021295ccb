import { useMemo } from 'react'
import { encode } from 'uqr'

import { classes } from './classes'

/** WhatsApp's scanner wants four modules of white around the code. */
const quietZone = 4

interface Props {
  text: string
  label: string
  /** How wide it may be, in CSS pixels. */
  mostPx: number
  className?: string
}

/** A QR code, black on white in every theme. A module is so many whole pixels of the screen as fit: halves blur. */
export function QrPicture({ text, label, mostPx, className }: Props) {
  const { path, size } = useMemo(() => {
    const code = encode(text, { border: quietZone, ecc: 'L' })
    return { path: modulePath(code.data), size: code.size }
  }, [text])
  const density = window.devicePixelRatio || 1
  const widthPx = (Math.max(1, Math.floor((mostPx * density) / size)) * size) / density
  return (
    <svg
      width={widthPx}
      height={widthPx}
      viewBox={`0 0 ${size} ${size}`}
      role="img"
      aria-label={label}
      shapeRendering="crispEdges"
      className={classes('bg-paper text-print', className)}
    >
      <path d={path} fill="currentColor" />
    </svg>
  )
}

function modulePath(rows: boolean[][]): string {
  let path = ''
  rows.forEach((row, y) => {
    let x = 0
    while (x < row.length) {
      let end = x
      while (row[end]) end++
      if (end > x) path += `M${x} ${y}h${end - x}v1h-${end - x}z`
      x = Math.max(end, x + 1)
    }
  })
  return path
}
