import { ArrowDown, ArrowUp, Equal } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'

import { type Comparison, compared } from './figures'

/** What is compared: how many, which part of a whole, or how long. */
export type TileKind = 'count' | 'rate' | 'time'

interface Props {
  label: string
  kind: TileKind
  /** What the figure is; a dash where there is none. */
  value: string
  /** The figure and the one before, to be compared; nothing where one of them is not known. */
  against: { now: number; before: number; shown: string } | undefined
  /** What it is about, where the label does not say all. */
  text?: string | undefined
  /** Around the figure, where it leads to what is behind it. */
  link?: ((children: ReactNode) => ReactNode) | undefined
}

const arrows = { more: ArrowUp, less: ArrowDown, same: Equal, new: ArrowUp } satisfies Record<Comparison['way'], unknown>

/** One figure, and how it stands against the time before: in words, with an arrow beside. */
export function Tile({ label, kind, value, against, text, link = (children) => children }: Props) {
  return (
    <div className="min-w-0 rounded-lg border border-line bg-surface p-4 print:break-inside-avoid">
      <dt className="text-sm text-soft">{label}</dt>
      <dd className="mt-1">
        <span className="block text-xl font-semibold tabular-nums">{link(value)}</span>
        {text !== undefined && <span className="block text-sm text-soft tabular-nums">{text}</span>}
        {against && <Against kind={kind} {...against} />}
      </dd>
    </div>
  )
}

function Against({ kind, now, before, shown }: { kind: TileKind; now: number; before: number; shown: string }) {
  const { t, i18n } = useTranslation()
  const comparison = compared(now, before)
  const Arrow = arrows[comparison.way]
  const percent =
    'by' in comparison
      ? new Intl.NumberFormat(i18n.language, { style: 'percent', maximumFractionDigits: 0 }).format(Math.max(comparison.by, 0.01))
      : ''
  return (
    <span className="mt-1 flex items-baseline gap-1 text-sm text-soft tabular-nums">
      <Arrow size={13} aria-hidden className="shrink-0 self-center" />
      <span>
        {t(`dashboardAgainst.${kind}.${comparison.way}`, { percent })} · {t('dashboard.before', { figure: shown })}
      </span>
    </span>
  )
}
