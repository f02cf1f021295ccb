import { useQuery } from '@tanstack/react-query'
import type { TFunction } from 'i18next'
import { ChevronRight, CloudOff, Plus, Webhook as Figure } from 'lucide-react'
import { useState } from 'react'

import { troubleOf } from '../../api/problem'
import type { WebhookOverview } from '../../api/types'
import { mostWebhooks, webhooks as webhooksQuery } from '../../api/webhooks'
import { moment } from '../../lib/dates'
import { minuteMs, useNow } from '../../lib/now'
import { useTranslation } from '../../lib/translation'
import { Blank } from '../../ui/Blank'
import { Button } from '../../ui/Button'
import { ListSkeleton } from '../../ui/ListSkeleton'
import { Notice } from '../../ui/Notice'
import { Pill } from '../../ui/Pill'
import { RowLink } from '../../ui/RowLink'
import { attemptText, eventsText, healthOf, healthText, healthTones } from './webhook-words'
import { WebhookDialog } from './WebhookDialog'

interface Props {
  tenantId: string
  hrefOf: (webhookId: string) => string
  onOpen: (webhookId: string) => void
}

/** Where what happens is sent, and how that goes. */
export function WebhookList({ tenantId, hrefOf, onOpen }: Props) {
  const { t } = useTranslation()
  const query = useQuery(webhooksQuery(tenantId))
  const [isNew, setNew] = useState(false)
  const all = query.data
  const create = (
    <Button
      kind="primary"
      icon={<Plus size={18} aria-hidden />}
      offBecause={all && all.length >= mostWebhooks ? t('problem.too_many_webhooks') : undefined}
      onClick={() => setNew(true)}
    >
      {t('webhooks.new')}
    </Button>
  )
  return (
    <>
      {all ? (
        all.length === 0 ? (
          <Blank icon={<Figure />} title={t('webhooks.emptyTitle')} text={t('webhooks.emptyText')} action={create} />
        ) : (
          <div className="min-h-0 grow overflow-y-auto px-5 pt-1 pb-8">
            <div className="mb-4 flex flex-wrap items-center justify-between gap-3">
              <p className="min-w-0 grow basis-60 text-soft">{t('webhooks.hint')}</p>
              {create}
            </div>
            {query.isError && <Notice tone="warn" className="mb-4" title={t('webhooks.lost')} />}
            <ul aria-label={t('webhooks.title')} className="divide-y divide-line overflow-hidden rounded-lg border border-line bg-surface">
              {all.map((webhook) => (
                <li key={webhook.id}>
                  <RowLink href={hrefOf(webhook.id)} isOpen={false} onOpen={() => onOpen(webhook.id)} className="px-5 py-4">
                    <Row webhook={webhook} />
                  </RowLink>
                </li>
              ))}
            </ul>
          </div>
        )
      ) : query.isError ? (
        <Blank
          icon={<CloudOff />}
          title={t('webhooks.failed')}
          text={t(`problem.${troubleOf(query.error).code}`)}
          action={<Button onClick={() => void query.refetch()}>{t('common.retry')}</Button>}
        />
      ) : (
        <ListSkeleton of="people" />
      )}
      {isNew && <WebhookDialog tenantId={tenantId} webhook={undefined} onClose={() => setNew(false)} />}
    </>
  )
}

function Row({ webhook }: { webhook: WebhookOverview }) {
  const { t, i18n } = useTranslation()
  const now = useNow(minuteMs)
  const health = healthOf(webhook)
  return (
    <>
      <span className="min-w-0 grow space-y-1">
        <span className="block truncate font-medium" title={webhook.url}>
          {webhook.url}
        </span>
        <span className="block truncate text-sm text-soft">{eventsText(webhook.events, t)}</span>
        <span className="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm text-soft tabular-nums">
          <Pill tone={healthTones[health]} text={healthText(webhook, now, t, i18n.language)} />
          <span className="min-w-0">{latestText(webhook, now, t, i18n.language)}</span>
        </span>
        {webhook.disabledReason !== null && <span className="block text-sm">{t(`webhookDisabled.${webhook.disabledReason}`)}</span>}
      </span>
      <ChevronRight size={18} aria-hidden className="shrink-0 text-soft" />
    </>
  )
}

/** What came of the last attempt, and how many deliveries wait. */
function latestText({ lastAttempt, waitingCount }: WebhookOverview, now: number, t: TFunction, language: string): string {
  const last = lastAttempt
    ? t('webhooks.last', { when: moment(lastAttempt.atMs, now, language), what: attemptText(lastAttempt, t, language) })
    : t('webhooks.noneYet')
  return waitingCount === 0 ? last : `${last} · ${t('webhooks.waiting', { count: waitingCount })}`
}
