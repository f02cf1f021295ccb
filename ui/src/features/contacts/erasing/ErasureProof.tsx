import { useQuery } from '@tanstack/react-query'
import { FileX2, Printer } from 'lucide-react'
import { type ReactNode, useEffect, useRef } from 'react'

import { erasure as erasureQuery } from '../../../api/contacts'
import { troubleOf } from '../../../api/problem'
import type { Erasure } from '../../../api/types'
import { dateAndTime } from '../../../lib/dates'
import { minuteMs, useNow } from '../../../lib/now'
import { useTranslation } from '../../../lib/translation'
import { Blank } from '../../../ui/Blank'
import { Button } from '../../../ui/Button'
import { Notice } from '../../../ui/Notice'
import { ProgressBar } from '../../../ui/ProgressBar'
import { Skeleton } from '../../../ui/Skeleton'

/** What takes longer than this is said to take long. */
const longMs = 10 * minuteMs

interface Props {
  tenantId: string
  /** Whose panel it is: who erased. */
  tenantName: string
  erasureId: string
}

/** How far an erasure has come; once it is over its proof, to be printed, which names nobody. */
export function ErasureProof({ tenantId, tenantName, erasureId }: Props) {
  const { t } = useTranslation()
  const query = useQuery(erasureQuery(tenantId, erasureId))
  const heading = useRef<HTMLHeadingElement>(null)
  // What led here is gone, with its focus.
  useEffect(() => heading.current?.focus(), [])
  const state = query.data?.state
  return (
    <>
      <h1 ref={heading} tabIndex={-1} className="text-xl font-semibold outline-none">
        {t(state === 'erasing' ? 'erasures.goingTitle' : 'erasures.proofTitle')}
      </h1>
      <p role="status" className="sr-only">
        {state && t(`erasureState.${state}`)}
      </p>
      {query.data ? (
        <>
          {query.isError && <Notice tone="warn" className="mt-4" title={t('erasures.lost')} />}
          {query.data.state === 'erasing' ? <Going erasure={query.data} /> : <Proof erasure={query.data} tenantName={tenantName} />}
        </>
      ) : query.isError ? (
        <Blank
          icon={<FileX2 />}
          title={t('erasures.oneFailed')}
          text={t(`problem.${troubleOf(query.error).code}`)}
          action={<Button onClick={() => void query.refetch()}>{t('common.retry')}</Button>}
        />
      ) : (
        <Skeleton className="mt-4 h-80 rounded-lg!" />
      )}
    </>
  )
}

function Going({ erasure }: { erasure: Erasure }) {
  const { t, i18n } = useTranslation()
  const now = useNow(minuteMs)
  const { percent, askedAtMs, counts } = erasure
  return (
    <div className="mt-4 rounded-lg border border-line bg-surface p-5">
      <p className="mb-2 font-medium tabular-nums">{inPercent(percent, i18n.language)}</p>
      <ProgressBar label={t('erasures.goingTitle')} max={100} value={percent} />
      <p className="mt-4 text-soft">{t('erasures.goesOn')}</p>
      {counts.messages > 0 && <p className="mt-2 text-soft tabular-nums">{t('contacts.messages', { count: counts.messages })}</p>}
      {now - askedAtMs > longMs && <Notice tone="warn" className="mt-4" title={t('erasures.slow')} text={t('erasures.slowText')} />}
    </div>
  )
}

const counted = ['messages', 'marks', 'mentions', 'receipts', 'files'] as const

function Proof({ erasure, tenantName }: { erasure: Erasure; tenantName: string }) {
  const { t, i18n } = useTranslation()
  const { id, partyHash, askedAtMs, erasedAtMs, counts } = erasure
  const number = new Intl.NumberFormat(i18n.language)
  return (
    <>
      <article className="mt-4 rounded-lg border border-line bg-surface p-5 print:border-0 print:p-0">
        <p className="mb-4">{t('erasures.proofText')}</p>
        <dl className="divide-y divide-line">
          <Fact name={t('erasures.by')}>{tenantName}</Fact>
          <Fact name={t('erasures.askedAt')}>{dateAndTime(askedAtMs, i18n.language)}</Fact>
          {erasedAtMs !== null && <Fact name={t('erasures.erasedAt')}>{dateAndTime(erasedAtMs, i18n.language)}</Fact>}
          {counted.map((what) => (
            <Fact key={what} name={t(`erased.${what}`)}>
              {number.format(counts[what])}
            </Fact>
          ))}
          <Fact name={t('erasures.number')}>
            <span className="font-mono text-sm break-all select-all">{id}</span>
          </Fact>
          <Fact name={t('erasures.party')}>
            <span className="font-mono text-sm break-all select-all">{partyHash}</span>
            <span className="mt-1 block text-sm text-soft">{t('erasures.partyText')}</span>
          </Fact>
        </dl>
        <p className="mt-4 text-sm text-soft">{t('erasures.scope')}</p>
      </article>
      <Button className="mt-4 print:hidden" icon={<Printer size={16} aria-hidden />} onClick={() => print()}>
        {t('erasures.print')}
      </Button>
    </>
  )
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="grid gap-x-4 py-2.5 sm:grid-cols-[14rem_1fr] print:grid-cols-[14rem_1fr]">
      <dt className="text-soft">{name}</dt>
      <dd dir="auto" className="min-w-0 break-words tabular-nums">
        {children}
      </dd>
    </div>
  )
}

export const inPercent = (percent: number, language: string): string =>
  new Intl.NumberFormat(language, { style: 'percent' }).format(percent / 100)
