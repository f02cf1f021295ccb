// The figures of a period in the reader's words: on the tiles, in the table that is saved, and in the picture.
import type { TFunction } from 'i18next'

import type { PeriodFigures, Statistics } from '../../api/types'
import { duration } from '../../lib/dates'
import { type Comparison, compared, isComparable, partOf } from './figures'

/** What is compared: how many, which part of a whole, or how long. */
type Kind = 'count' | 'rate' | 'time'
type Name = 'received' | 'sent' | 'activeChats' | 'newContacts' | 'firstAnswer' | 'delivered' | 'read' | 'connected'

/** One figure, as it is said. */
export interface Said {
  name: Name
  label: string
  /** A dash where it cannot be said. */
  value: string
  /** What it is about, where the label does not say all. */
  text: string | undefined
  /** How it stands against the time before; nothing where one of both is not known. */
  against: { way: Comparison['way']; words: string; before: string } | undefined
  /** Which chats are behind it. */
  behind: 'active' | 'new' | undefined
}

interface Figure {
  name: Name
  kind: Kind
  /** Nothing where it cannot be said. */
  of: (period: PeriodFigures) => number | null
  behind?: 'active' | 'new'
}

const all: readonly Figure[] = [
  { name: 'received', kind: 'count', of: ({ received }) => received },
  { name: 'sent', kind: 'count', of: ({ sent }) => sent },
  { name: 'activeChats', kind: 'count', of: ({ activeChats }) => activeChats, behind: 'active' },
  { name: 'newContacts', kind: 'count', of: ({ newContacts }) => newContacts, behind: 'new' },
  { name: 'firstAnswer', kind: 'time', of: ({ firstAnswers }) => firstAnswers.medianMs },
  { name: 'delivered', kind: 'rate', of: ({ outgoing }) => partOf(outgoing.delivered, outgoing.sent) },
  { name: 'read', kind: 'rate', of: ({ outgoing }) => partOf(outgoing.read, outgoing.sent) },
  { name: 'connected', kind: 'rate', of: ({ connectedMs, measuredMs }) => partOf(connectedMs, measuredMs) },
]

export function figuresSaid(figures: Statistics, t: TFunction, language: string): Said[] {
  const { period, before } = figures
  const shown = (value: number | null, kind: Kind) => {
    if (value === null) return t('common.notShown')
    if (kind === 'time') return duration(value, language, 2)
    const most = { count: {}, rate: { style: 'percent', maximumFractionDigits: 1 } } as const
    return new Intl.NumberFormat(language, most[kind]).format(value)
  }
  const against = (kind: Kind, now: number, earlier: number) => {
    const comparison = compared(now, earlier)
    const whole = new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 0 })
    const percent = 'by' in comparison ? whole.format(Math.max(comparison.by, 0.01)) : ''
    return { way: comparison.way, words: t(`dashboardAgainst.${kind}.${comparison.way}`, { percent }), before: shown(earlier, kind) }
  }
  const textOf = (name: Name) => {
    if (name === 'firstAnswer') {
      const answers = t('dashboard.answers', { count: period.firstAnswers.count })
      return period.firstAnswers.withinHours ? `${answers}, ${t('dashboard.withinHours')}` : answers
    }
    return name === 'delivered' || name === 'read' ? t('dashboard.inDirect') : undefined
  }
  return all.map(({ name, kind, of, behind }) => {
    const [value, earlier] = [of(period), of(before)]
    const isBoth = isComparable(figures) && value !== null && earlier !== null
    return {
      name,
      label: t(`dashboard.${name}`),
      value: shown(value, kind),
      text: textOf(name),
      against: isBoth ? against(kind, value, earlier) : undefined,
      behind: value !== null && value > 0 ? behind : undefined,
    }
  })
}

/** The days of a period, up to now. */
export const periodSaid = ({ fromMs }: Pick<Statistics, 'fromMs'>, nowMs: number, language: string): string =>
  new Intl.DateTimeFormat(language, { dateStyle: 'medium' }).formatRange(fromMs, Math.max(fromMs, nowMs))

/** The figures as a table to be saved, with whose they are and of when. */
export function figuresTable(shop: string, figures: Statistics, nowMs: number, t: TFunction, language: string): string[][] {
  const number = new Intl.NumberFormat(language)
  const counted = (label: string, count: number) => [label, number.format(count), '', '']
  return [
    [shop, periodSaid(figures, nowMs, language), '', ''],
    [t('dashboard.figure'), t('dashboard.period'), t('dashboard.periodBefore'), t('dashboard.compared')],
    ...figuresSaid(figures, t, language).map(({ label, text, value, against }) => [
      text === undefined ? label : `${label} (${text})`,
      value,
      against?.before ?? '',
      against?.words ?? '',
    ]),
    counted(t('dashboard.unanswered'), figures.now.unanswered.chats),
    ...figures.period.failures.map(({ reason, count }) => counted(`${t('dashboard.failures')}: ${t(`failure.${reason}`)}`, count)),
  ]
}
