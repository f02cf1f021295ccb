import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'

import type { PeriodFigures, Statistics } from '../../api/types'
import { duration } from '../../lib/dates'
import { partOf } from './figures'
import { Tile, type TileKind } from './Tile'

interface Props {
  figures: Statistics
  /** There are figures of all of the time before. */
  isComparable: boolean
  linkTo: (what: 'active' | 'new', children: ReactNode) => ReactNode
}

type Name = 'received' | 'sent' | 'activeChats' | 'newContacts' | 'firstAnswer' | 'delivered' | 'read' | 'connected'

interface Figure {
  name: Name
  kind: TileKind
  /** Nothing where it cannot be said. */
  of: (period: PeriodFigures) => number | null
  link?: 'active' | 'new'
}

const all: readonly Figure[] = [
  { name: 'received', kind: 'count', of: ({ received }) => received },
  { name: 'sent', kind: 'count', of: ({ sent }) => sent },
  { name: 'activeChats', kind: 'count', of: ({ activeChats }) => activeChats, link: 'active' },
  { name: 'newContacts', kind: 'count', of: ({ newContacts }) => newContacts, link: 'new' },
  { name: 'firstAnswer', kind: 'time', of: ({ firstAnswers }) => firstAnswers.medianMs },
  { name: 'delivered', kind: 'rate', of: ({ outgoing }) => partOf(outgoing.delivered, outgoing.sent) },
  { name: 'read', kind: 'rate', of: ({ outgoing }) => partOf(outgoing.read, outgoing.sent) },
  { name: 'connected', kind: 'rate', of: ({ connectedMs, measuredMs }) => partOf(connectedMs, measuredMs) },
]

/** The figures of a period beside each other. */
export function Tiles({ figures: { period, before }, isComparable, linkTo }: Props) {
  const { t, i18n } = useTranslation()
  const shown = (value: number | null, kind: TileKind) => {
    if (value === null) return t('common.notShown')
    if (kind === 'time') return duration(value, i18n.language, 2)
    const most = { count: {}, rate: { style: 'percent', maximumFractionDigits: 1 } } as const
    return new Intl.NumberFormat(i18n.language, most[kind]).format(value)
  }
  const textOf = (name: Name) => {
    if (name === 'firstAnswer') return t('dashboard.answers', { count: period.firstAnswers.count })
    return name === 'delivered' || name === 'read' ? t('dashboard.inDirect') : undefined
  }
  return (
    <dl className="grid grid-cols-2 gap-3 lg:grid-cols-4 print:grid-cols-4">
      {all.map(({ name, kind, of, link }) => {
        const [value, earlier] = [of(period), of(before)]
        const isBoth = isComparable && value !== null && earlier !== null
        return (
          <Tile
            key={name}
            label={t(`dashboard.${name}`)}
            kind={kind}
            value={shown(value, kind)}
            text={textOf(name)}
            against={isBoth ? { now: value, before: earlier, shown: shown(earlier, kind) } : undefined}
            link={link && value !== null && value > 0 ? (children) => linkTo(link, children) : undefined}
          />
        )
      })}
    </dl>
  )
}
