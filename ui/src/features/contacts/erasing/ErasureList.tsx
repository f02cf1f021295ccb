import { useQuery } from '@tanstack/react-query'
import { ChevronRight, CloudOff, UserX } from 'lucide-react'

import { erasures as erasuresQuery } from '../../../api/contacts'
import { troubleOf } from '../../../api/problem'
import type { Erasure } from '../../../api/types'
import { dateAndTime } from '../../../lib/dates'
import { useTranslation } from '../../../lib/translation'
import { Blank } from '../../../ui/Blank'
import { Button } from '../../../ui/Button'
import { EvenRows } from '../../../ui/EvenRows'
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
      <EvenRows label={t('erasures.title')} all={query.data}>
        {(erasure) => (
          <RowLink href={hrefOf(erasure.id)} isOpen={false} onOpen={() => onOpen(erasure.id)} className="px-5">
            <Row erasure={erasure} />
          </RowLink>
        )}
      </EvenRows>
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
