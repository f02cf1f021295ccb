import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query'
import { ChevronRight, CloudOff, Inbox } from 'lucide-react'
import { useCallback, useMemo, useState } from 'react'

import { troubleOf } from '../../api/problem'
import type { DeliveryState, Webhook, WebhookDelivery } from '../../api/types'
import { deliveries as deliveriesQuery, newestDeliveries, seenDeliveries } from '../../api/webhooks'
import { moment } from '../../lib/dates'
import { minuteMs, useNow } from '../../lib/now'
import { useTranslation } from '../../lib/translation'
import { Blank } from '../../ui/Blank'
import { Button } from '../../ui/Button'
import { Choice } from '../../ui/Choice'
import { classes } from '../../ui/classes'
import { EvenRows } from '../../ui/EvenRows'
import { ListSkeleton } from '../../ui/ListSkeleton'
import { MoreFailed } from '../../ui/MoreFailed'
import { toneDot } from '../../ui/tone'
import { DeliveryDialog } from './DeliveryDialog'
import { deliveryText, deliveryTones, eventText } from './webhook-words'

const filters = ['all', 'waiting', 'delivered', 'failed'] as const
type Filter = (typeof filters)[number]

interface Props {
  tenantId: string
  webhook: Webhook
  /** Sends many again. */
  onSendAgain: () => void
}

/** What was sent and what waits, the newest first. */
export function Deliveries({ tenantId, webhook, onSendAgain }: Props) {
  const { t } = useTranslation()
  const [filter, setFilter] = useState<Filter>('all')
  const [opened, setOpened] = useState<string>()
  const disabled = webhook.state === 'disabled' ? t('problem.webhook_disabled') : undefined
  return (
    <section aria-labelledby="deliveries-title" className="flex min-h-96 grow flex-col">
      <div className="flex flex-wrap items-center justify-between gap-x-3 gap-y-2 px-5 pb-3">
        <h2 id="deliveries-title" className="text-lg font-semibold">
          {t('deliveries.title')}
        </h2>
        <Button size="small" offBecause={disabled} onClick={onSendAgain}>
          {t('sendAgain.open')}
        </Button>
        <Choice
          label={t('deliveries.filter')}
          className="w-full"
          options={filters.map((value) => ({ value, label: t(`deliveries.${value}`) }))}
          value={filter}
          onChange={setFilter}
        />
      </div>
      <Log key={filter} tenantId={tenantId} webhook={webhook} filter={filter} onOpen={setOpened} />
      {opened !== undefined && (
        <DeliveryDialog tenantId={tenantId} webhook={webhook} deliveryId={opened} onClose={() => setOpened(undefined)} />
      )}
    </section>
  )
}

interface LogProps {
  tenantId: string
  webhook: Webhook
  filter: Filter
  onOpen: (deliveryId: string) => void
}

function Log({ tenantId, webhook, filter, onOpen }: LogProps) {
  const { t } = useTranslation()
  const state: DeliveryState | undefined = filter === 'all' ? undefined : filter
  const query = useInfiniteQuery(deliveriesQuery(tenantId, webhook.id, state))
  const client = useQueryClient()
  useQuery(newestDeliveries(client, tenantId, webhook.id, state))
  const [seen, setSeen] = useState<readonly [WebhookDelivery, WebhookDelivery]>()
  const onSeen = useCallback((first: WebhookDelivery, last: WebhookDelivery) => setSeen([first, last]), [])
  const { data, hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage } = query
  const all = useMemo(
    () => data?.pages.flatMap(({ items }) => items).filter((one) => state === undefined || one.state === state),
    [data, state],
  )
  const cursors = useMemo(() => {
    if (!data || !seen) return []
    const [from, to] = seen.map(({ sequence }) => data.pages.findIndex(({ items }) => items.some((one) => one.sequence === sequence)))
    return from === undefined || to === undefined ? [] : data.pageParams.slice(from, to + 1).filter((cursor) => typeof cursor === 'string')
  }, [data, seen])
  useQuery(seenDeliveries(client, tenantId, webhook.id, state, cursors))
  if (!all) {
    return query.isError ? (
      <Blank
        icon={<CloudOff />}
        title={t('deliveries.unread')}
        text={t(`problem.${troubleOf(query.error).code}`)}
        action={<Button onClick={() => void query.refetch()}>{t('common.retry')}</Button>}
      />
    ) : (
      <ListSkeleton of="people" />
    )
  }
  if (all.length === 0 && !hasNextPage) {
    return <Blank icon={<Inbox />} title={t(`deliveries.none.${filter}`)} text={t('deliveries.noneText')} />
  }
  return (
    <EvenRows
      label={t('deliveries.title')}
      all={all}
      onSeen={onSeen}
      onEnd={hasNextPage && !isFetchingNextPage && !isFetchNextPageError ? () => void fetchNextPage({ cancelRefetch: false }) : undefined}
      end={
        isFetchNextPageError ? <MoreFailed onRetry={() => void fetchNextPage()} /> : isFetchingNextPage ? t('common.loading') : undefined
      }
    >
      {(delivery) => <Row delivery={delivery} isPaused={webhook.state === 'paused'} onOpen={() => onOpen(delivery.id)} />}
    </EvenRows>
  )
}

function Row({ delivery, isPaused, onOpen }: { delivery: WebhookDelivery; isPaused: boolean; onOpen: () => void }) {
  const { t, i18n } = useTranslation()
  const now = useNow(minuteMs)
  const words = deliveryText(delivery, isPaused, now, t, i18n.language)
  return (
    <button
      type="button"
      onClick={onOpen}
      className="flex h-full w-full items-center gap-3 px-5 text-left -outline-offset-2 hover:bg-sunken"
    >
      <span className="min-w-0 grow">
        <span className="flex items-baseline gap-3">
          <span className="min-w-0 grow truncate font-medium" title={delivery.type}>
            {eventText(delivery.type, t)}
          </span>
          <span className="shrink-0 text-sm text-soft tabular-nums">{moment(delivery.eventAtMs, now, i18n.language)}</span>
        </span>
        <span className="flex items-center gap-1.5 text-sm text-soft tabular-nums">
          <span aria-hidden className={classes('size-2 shrink-0 rounded-full', toneDot[deliveryTones[delivery.state]])} />
          <span className="truncate" title={words}>
            {words}
          </span>
        </span>
      </span>
      <ChevronRight size={18} aria-hidden className="shrink-0 text-soft" />
    </button>
  )
}
