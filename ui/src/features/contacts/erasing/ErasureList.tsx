import { useQuery } from '@tanstack/react-query'
import { useVirtualizer } from '@tanstack/react-virtual'
import { ChevronRight, CloudOff, UserX } from 'lucide-react'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'

import { erasures as erasuresQuery } from '../../../api/contacts'
import { troubleOf } from '../../../api/problem'
import type { Erasure } from '../../../api/types'
import { dateAndTime } from '../../../lib/dates'
import { Blank } from '../../../ui/Blank'
import { Button } from '../../../ui/Button'
import { ListSkeleton } from '../../../ui/ListSkeleton'
import { ProgressBar } from '../../../ui/ProgressBar'
import { RowLink } from '../../../ui/RowLink'
import { inPercent } from './ErasureProof'

interface Props {
  tenantId: string
  hrefOf: (erasureId: string) => string
  onOpen: (erasureId: string) => void
}

/** Erasures that go on and proofs of those that are over, the newest first. */
export function ErasureList({ tenantId, hrefOf, onOpen }: Props) {
  const { t } = useTranslation()
  const query = useQuery(erasuresQuery(tenantId))
  if (query.data) {
    return query.data.length === 0 ? (
      <Blank icon={<UserX />} title={t('erasures.noneTitle')} text={t('erasures.noneText')} />
    ) : (
      <Rows all={query.data} hrefOf={hrefOf} onOpen={onOpen} />
    )
  }
  return query.isError ? (
    <Blank
      icon={<CloudOff />}
      title={t('erasures.failed')}
      text={t(`problem.${troubleOf(query.error).code}`)}
      action={<Button onClick={() => void query.refetch()}>{t('common.retry')}</Button>}
    />
  ) : (
    <ListSkeleton of="people" />
  )
}

const rowPx = 64

/** Rows of as many as there are: only those on the screen are in the page. */
function Rows({ all, hrefOf, onOpen }: Omit<Props, 'tenantId'> & { all: readonly Erasure[] }) {
  const { t } = useTranslation()
  const scroller = useRef<HTMLDivElement>(null)
  // eslint-disable-next-line react-hooks/incompatible-library -- the virtualizer is used in this component alone
  const virtual = useVirtualizer({
    count: all.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowPx,
    getItemKey: (index) => all[index]?.id ?? index,
    overscan: 8,
  })
  return (
    <div ref={scroller} className="min-h-0 grow overflow-y-auto overscroll-contain border-t border-line">
      <ul aria-label={t('erasures.title')} className="relative" style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ key, index, start }) => {
          const erasure = all[index]
          return (
            erasure && (
              <li
                key={key}
                aria-setsize={all.length}
                aria-posinset={index + 1}
                className="absolute top-0 left-0 w-full border-b border-line"
                style={{ height: rowPx, transform: `translateY(${start}px)` }}
              >
                <RowLink href={hrefOf(erasure.id)} isOpen={false} onOpen={() => onOpen(erasure.id)} className="px-5">
                  <Row erasure={erasure} />
                </RowLink>
              </li>
            )
          )
        })}
      </ul>
    </div>
  )
}

function Row({ erasure: { id, state, percent, erasedAtMs, counts } }: { erasure: Erasure }) {
  const { t, i18n } = useTranslation()
  const words =
    state === 'erased' && erasedAtMs !== null
      ? t('erasures.erasedOn', { when: dateAndTime(erasedAtMs, i18n.language) })
      : t('erasures.going', { percent: inPercent(percent, i18n.language) })
  return (
    <>
      <span className="min-w-0 grow">
        <span className="block truncate font-medium tabular-nums">{words}</span>
        {state === 'erasing' ? (
          <span className="mt-2 block max-w-60">
            <ProgressBar label={words} max={100} value={percent} />
          </span>
        ) : (
          <span className="block truncate text-sm text-soft tabular-nums">
            {t('contacts.messages', { count: counts.messages })} · {id.slice(-12)}
          </span>
        )}
      </span>
      <ChevronRight size={18} aria-hidden className="shrink-0 text-soft" />
    </>
  )
}
