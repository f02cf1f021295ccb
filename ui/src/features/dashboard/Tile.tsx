import { ArrowDown, ArrowUp, Equal } from 'lucide-react'
import type { ReactNode } from 'react'

import { useTranslation } from '../../lib/translation'
import type { Said } from './figure-words'
import type { Comparison } from './figures'

interface Props {
  figure: Said
  /** Around the figure, where it leads to what is behind it. */
  link: (children: ReactNode) => ReactNode
}

const arrows = { more: ArrowUp, less: ArrowDown, same: Equal, new: ArrowUp } satisfies Record<Comparison['way'], unknown>

/** One figure, and how it stands against the time before: in words, with an arrow beside. */
export function Tile({ figure: { label, value, text, against }, link }: Props) {
  const { t } = useTranslation()
  const Arrow = against && arrows[against.way]
  return (
    <div className="min-w-0 rounded-lg border border-line bg-surface p-4 print:break-inside-avoid print:p-2.5">
      <dt className="text-sm text-soft">{label}</dt>
      <dd className="mt-1">
        <span className="block text-xl font-semibold tabular-nums">{link(value)}</span>
        {text !== undefined && <span className="block text-sm text-soft tabular-nums">{text}</span>}
        {against && Arrow && (
          <span className="mt-1 flex items-baseline gap-1 text-sm text-soft tabular-nums">
            <Arrow size={13} aria-hidden className="shrink-0 self-center" />
            <span>
              {against.words} · {t('dashboard.before', { figure: against.before })}
            </span>
          </span>
        )}
      </dd>
    </div>
  )
}
