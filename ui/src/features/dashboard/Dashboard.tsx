import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { ChartColumn, Clock, CloudOff, Download, Image, Printer } from 'lucide-react'
import { type ReactNode, useState } from 'react'

import { troubleOf } from '../../api/problem'
import { exportedStatistics, type Span, statistics as statisticsQuery } from '../../api/statistics'
import type { Statistics } from '../../api/types'
import { clockTime, dateAndTime, duration } from '../../lib/dates'
import { minuteMs, useNow } from '../../lib/now'
import { part } from '../../lib/part'
import { csv, saveFile } from '../../lib/save-file'
import { useTranslation } from '../../lib/translation'
import { Blank } from '../../ui/Blank'
import { Button } from '../../ui/Button'
import { Choice } from '../../ui/Choice'
import { classes } from '../../ui/classes'
import { Menu } from '../../ui/Menu'
import { Notice } from '../../ui/Notice'
import { Section } from '../../ui/Section'
import { Skeleton } from '../../ui/Skeleton'
import { Bars } from './Bars'
import { figuresTable, periodSaid } from './figure-words'
import { barsOf, failuresOf, weekOf } from './figures'
import { HeatMap } from './HeatMap'
import { beginningOf, daysOf, type Period, periods } from './periods'
import { Tiles } from './Tiles'

const PictureDialog = part(async () => (await import('./picture/PictureDialog')).PictureDialog)

/** The chats behind a figure. */
export type Behind = 'waiting' | 'active' | 'new' | 'failed'

interface Props {
  tenantId: string
  /** Whose figures they are: on paper, in their table and in the picture, which says at its foot who provides the panel. */
  shop: string
  provider: string
  period: Period
  onPeriod: (period: Period) => void
  /** Around a figure: a way to the chats behind it. */
  linkTo: (what: Behind, span: Span, children: ReactNode) => ReactNode
}

/** How the shop's WhatsApp goes: now, and in a period against the one before. */
export function Dashboard({ tenantId, shop, provider, period, onPeriod, linkTo }: Props) {
  const { t, i18n } = useTranslation()
  const now = useNow(minuteMs)
  const fromMs = beginningOf(period, now)
  const query = useQuery({ ...statisticsQuery(tenantId, fromMs), placeholderData: keepPreviousData })
  const figures = query.data
  const trouble = query.isError ? t(`problem.${troubleOf(query.error).code}`) : undefined
  const [exporting, setExporting] = useState<'now' | 'failed'>()
  const [isPictured, setPictured] = useState(false)
  // Those of the period that was chosen before stand there until the next ones come.
  const offBecause = figures && !query.isPlaceholderData ? undefined : t('common.loading')
  const saveFigures = () => {
    if (figures) saveFile(`${t('dashboard.figuresFile')}.csv`, csv(figuresTable(shop, figures, now, t, i18n.language)))
  }
  const saveHours = () => {
    setExporting('now')
    exportedStatistics(tenantId, { fromMs, toMs: Date.now() }).then(
      (file) => {
        saveFile(`${t('dashboard.fileName')}.csv`, file)
        setExporting(undefined)
      },
      () => setExporting('failed'),
    )
  }
  return (
    <div className="min-h-0 grow overflow-y-auto print:overflow-visible">
      <div className="mx-auto max-w-5xl space-y-5 px-4 py-6 sm:px-6 print:max-w-none print:space-y-3 print:p-0 print:[zoom:0.85]">
        <header className="flex flex-wrap items-center gap-x-4 gap-y-3">
          <div className="mr-auto">
            <h1 className="text-xl font-semibold">{t('portal.dashboard')}</h1>
            <p dir="auto" className="hidden text-lg print:block">
              {shop}
            </p>
          </div>
          <Choice
            label={t('dashboard.period')}
            options={periods.map((value) => ({ value, label: t(`dashboardPeriod.${value}`) }))}
            value={period}
            onChange={onPeriod}
            className="max-sm:order-last max-sm:w-full print:hidden"
          />
          <div className="flex gap-2 print:hidden">
            <Menu
              trigger={
                <Button size="small" icon={<Download size={15} aria-hidden />} isBusy={exporting === 'now'}>
                  {t('dashboard.csv')}
                </Button>
              }
              items={[
                { label: t('dashboard.csvFigures'), offBecause, onSelect: saveFigures },
                { label: t('dashboard.csvHours'), onSelect: saveHours },
              ]}
            />
            <Button size="small" icon={<Image size={15} aria-hidden />} offBecause={offBecause} onClick={() => setPictured(true)}>
              {t('dashboard.picture')}
            </Button>
            <Button size="small" icon={<Printer size={15} aria-hidden />} onClick={() => print()}>
              {t('dashboard.print')}
            </Button>
          </div>
        </header>
        {exporting === 'failed' && <Notice tone="bad" title={t('dashboard.csvFailed')} />}
        {figures ? (
          <div
            aria-busy={query.isPlaceholderData}
            className={classes('space-y-5 print:space-y-3', query.isPlaceholderData && 'opacity-55')}
          >
            <p role="status" className="text-sm text-soft">
              {periodSaid(figures, now, i18n.language)}
              {' · '}
              {t(trouble === undefined ? 'dashboard.asOf' : 'dashboard.staleSince', {
                time: clockTime(query.dataUpdatedAt, i18n.language),
              })}
            </p>
            <Figures figures={figures} period={period} nowMs={now} linkTo={linkTo} />
          </div>
        ) : trouble !== undefined ? (
          <Blank
            icon={<CloudOff />}
            title={t('dashboard.failed')}
            text={trouble}
            action={<Button onClick={() => void query.refetch()}>{t('common.retry')}</Button>}
          />
        ) : (
          <Waiting />
        )}
      </div>
      {isPictured && figures && (
        <PictureDialog shop={shop} provider={provider} figures={figures} period={period} nowMs={now} onClose={() => setPictured(false)} />
      )}
    </div>
  )
}

interface FiguresProps extends Pick<Props, 'period' | 'linkTo'> {
  figures: Statistics
  nowMs: number
}

function Figures({ figures, period, nowMs, linkTo }: FiguresProps) {
  const { t, i18n } = useTranslation()
  const { unanswered } = figures.now
  const span = { fromMs: figures.fromMs, toMs: figures.toMs }
  const failures = failuresOf(figures.period)
  const isEmpty = figures.period.received + figures.period.sent === 0
  const number = (count: number) => new Intl.NumberFormat(i18n.language).format(count)
  return (
    <>
      <p className="flex flex-wrap items-center gap-x-2 gap-y-1 rounded-lg border border-line bg-surface px-4 py-3">
        <Clock size={17} aria-hidden className={unanswered.chats === 0 ? 'text-ok' : 'text-warn'} />
        {unanswered.chats === 0 ? (
          t('chats.none.waiting')
        ) : (
          <>
            {linkTo('waiting', span, t('waiting.count', { count: unanswered.chats }))}
            {unanswered.oldestSinceMs !== null && (
              <span className="text-soft tabular-nums">
                {t('waiting.oldest', { age: duration(Math.max(0, nowMs - unanswered.oldestSinceMs), i18n.language, 2) })}
              </span>
            )}
          </>
        )}
      </p>
      {figures.keptSinceMs > figures.fromMs && (
        <p className="text-sm text-soft">{t('dashboard.keptSince', { moment: dateAndTime(figures.keptSinceMs, i18n.language) })}</p>
      )}
      <Tiles figures={figures} linkTo={(what, children) => linkTo(what, span, children)} />
      {isEmpty ? (
        <div className="rounded-lg border border-line bg-surface">
          <Blank icon={<ChartColumn />} title={t('dashboard.emptyTitle')} text={t('dashboard.emptyText')} />
        </div>
      ) : (
        <>
          <Section title={t(period === 'today' ? 'dashboard.byHour' : 'dashboard.byDay')}>
            <Bars bars={barsOf(figures.hours, beginningOf(period, figures.toMs - 1), daysOf(period))} isByHour={period === 'today'} />
          </Section>
          {period !== 'today' && (
            <Section title={t('dashboard.week')} text={t('dashboard.weekText')}>
              <HeatMap week={weekOf(figures.hours)} />
            </Section>
          )}
        </>
      )}
      {failures > 0 && (
        <Section title={t('dashboard.failures')}>
          <dl className="divide-y divide-line">
            {figures.period.failures.map(({ reason, count }) => (
              <div key={reason} className="flex justify-between gap-4 py-2 print:py-0.5">
                <dt className="min-w-0">{t(`failure.${reason}`)}</dt>
                <dd className="tabular-nums">{number(count)}</dd>
              </div>
            ))}
          </dl>
          <p className="mt-3 print:hidden">{linkTo('failed', span, t('dashboard.failedChats'))}</p>
        </Section>
      )}
    </>
  )
}

/** The page's own shape while it loads. */
function Waiting() {
  const { t } = useTranslation()
  return (
    <div role="status" aria-label={t('common.loading')} className="space-y-5">
      <Skeleton className="h-11 rounded-lg!" />
      <div className="grid grid-cols-2 gap-3 lg:grid-cols-4">
        {Array.from({ length: 8 }, (_, index) => (
          <Skeleton key={index} className="h-25 rounded-lg!" />
        ))}
      </div>
      <Skeleton className="h-60 rounded-lg!" />
    </div>
  )
}
