import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'

import type { Statistics } from '../../api/types'
import { figuresSaid } from './figure-words'
import { Tile } from './Tile'

interface Props {
  figures: Statistics
  /** There are figures of all of the time before. */
  isComparable: boolean
  /** Waiting counts within business hours alone. */
  hasHours: boolean
  linkTo: (what: 'active' | 'new', children: ReactNode) => ReactNode
}

/** The figures of a period beside each other. */
export function Tiles({ figures, linkTo }: Props) {
  const { t, i18n } = useTranslation()
export function Tiles({ figures: { period, before }, isComparable, hasHours, linkTo }: Props) {
  const { t, i18n } = useTranslation()
  const shown = (value: number | null, kind: TileKind) => {
    if (value === null) return t('common.notShown')
    if (kind === 'time') return duration(value, i18n.language, 2)
    const most = { count: {}, rate: { style: 'percent', maximumFractionDigits: 1 } } as const
    return new Intl.NumberFormat(i18n.language, most[kind]).format(value)
  }
  const textOf = (name: Name) => {
    if (name === 'firstAnswer') {
      const answers = t('dashboard.answers', { count: period.firstAnswers.count })
      return hasHours ? `${answers}, ${t('dashboard.withinHours')}` : answers
    }
    return name === 'delivered' || name === 'read' ? t('dashboard.inDirect') : undefined
  }
  return (
    <dl className="grid grid-cols-2 gap-3 lg:grid-cols-4 print:grid-cols-4 print:gap-2">
      {figuresSaid(figures, t, i18n.language).map((figure) => {
        const { name, behind } = figure
        return <Tile key={name} figure={figure} link={(children) => (behind ? linkTo(behind, children) : children)} />
      })}
    </dl>
  )
}
