import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'

import { troubleOf } from '../../api/problem'
import type { DeliveryDetails, Webhook, WebhookAttempt } from '../../api/types'
import { delivery as deliveryQuery, noticeSentAgain, webhookActions } from '../../api/webhooks'
import { dateAndTime } from '../../lib/dates'
import { useNow } from '../../lib/now'
import { useTranslation } from '../../lib/translation'
import { Button } from '../../ui/Button'
import { classes } from '../../ui/classes'
import { Code } from '../../ui/Code'
import { Dialog } from '../../ui/Dialog'
import { Notice } from '../../ui/Notice'
import { Skeleton } from '../../ui/Skeleton'
import { toneText } from '../../ui/tone'
import { Answer } from './Answer'
import { adviceOf, asSentence, attemptText, deliveryText, deliveryTones, eventText, pretty } from './webhook-words'

interface Props {
  tenantId: string
  webhook: Webhook
  deliveryId: string
  onClose: () => void
}

/** One delivery: its attempts and their answers, and the body that is sent. */
export function DeliveryDialog({ tenantId, webhook, deliveryId, onClose }: Props) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const query = useQuery(deliveryQuery(tenantId, webhook.id, deliveryId))
  const again = useMutation({
    mutationFn: () => webhookActions.sendOneAgain(tenantId, webhook.id, deliveryId),
    onSuccess: () => noticeSentAgain(client, tenantId, webhook.id, deliveryId),
  })
  const { data } = query
  return (
    <Dialog title={data ? eventText(data.delivery.type, t) : t('delivery.title')} onClose={onClose} isWide>
      {data ? (
        <Details webhook={webhook} details={data} />
      ) : query.isError ? (
        <Notice
          tone="bad"
          title={t(`problem.${troubleOf(query.error).code}`)}
          action={
            <Button size="small" onClick={() => void query.refetch()}>
              {t('common.retry')}
            </Button>
          }
        />
      ) : (
        <Skeleton className="h-72 rounded-md!" />
      )}
      {again.isError && <Notice tone="bad" className="mt-4" title={t(`problem.${troubleOf(again.error).code}`)} />}
      {again.isSuccess && (
        <Notice tone="ok" className="mt-4" title={t(webhook.state === 'paused' ? 'delivery.againPaused' : 'delivery.againWaits')} />
      )}
      <p className="mt-5 text-sm text-soft">{t('delivery.againText')}</p>
      <div className="mt-4 flex justify-end gap-2">
        <Button
          isBusy={again.isPending}
          offBecause={webhook.state === 'disabled' ? t('problem.webhook_disabled') : undefined}
          onClick={() => again.mutate()}
        >
          {t('delivery.again')}
        </Button>
        <Button kind="primary" onClick={onClose} data-first-focus>
          {t('common.close')}
        </Button>
      </div>
    </Dialog>
  )
}

function Details({ webhook, details: { delivery, log, body } }: { webhook: Webhook; details: DeliveryDetails }) {
  const { t, i18n } = useTranslation()
  const now = useNow()
  const [last, ...older] = log.toReversed()
  return (
    <div className="space-y-5">
      <div>
        <p className={classes('font-medium tabular-nums', toneText[deliveryTones[delivery.state]])}>
          {deliveryText(delivery, webhook.state === 'paused', now, t, i18n.language)}
        </p>
        {delivery.failure !== null && <p className="mt-1">{t(`deliveryFailure.${delivery.failure}`)}</p>}
        <p className="mt-1 text-sm text-soft tabular-nums">
          {t('delivery.happened', { when: dateAndTime(delivery.eventAtMs, i18n.language) })} ·{' '}
          <span className="font-mono">{delivery.type}</span>
        </p>
        <p className="text-sm break-all text-soft">
          webhook-id: <span className="font-mono select-all">{delivery.id}</span>
        </p>
      </div>
      <section>
        <h3 className="mb-1 text-sm font-medium">{t('delivery.log')}</h3>
        {last === undefined ? (
          <p className="text-soft">{t('delivery.notTried')}</p>
        ) : (
          <>
            <Attempt attempt={last} />
            {older.length > 0 && (
              <details className="mt-2">
                <summary className="cursor-pointer py-1 font-medium pointer-coarse:py-2.5">
                  {t('delivery.older', { count: older.length })}
                </summary>
                <ol className="mt-1 space-y-2">
                  {older.map((attempt, place) => (
                    <li key={place}>
                      <Attempt attempt={attempt} />
                    </li>
                  ))}
                </ol>
              </details>
            )}
          </>
        )}
      </section>
      {body === null ? (
        <p className="text-soft">{t('delivery.bodyGone')}</p>
      ) : (
        <div>
          <Code label={t('delivery.body')} text={pretty(body)} />
          <p className="mt-1.5 text-sm text-soft">{t('delivery.bodyText')}</p>
        </div>
      )}
    </div>
  )
}

function Attempt({ attempt }: { attempt: WebhookAttempt }) {
  const { t, i18n } = useTranslation()
  const advice = adviceOf(attempt)
  return (
    <div className="space-y-2 rounded-md border border-line px-3 py-2.5">
      <div className="flex flex-wrap items-baseline justify-between gap-x-3">
        <p className={advice === undefined ? 'font-medium text-ok' : 'font-medium text-bad'}>
          {asSentence(attemptText(attempt, t, i18n.language))}
        </p>
        <p className="text-sm text-soft tabular-nums">{dateAndTime(attempt.atMs, i18n.language)}</p>
      </div>
      {advice !== undefined && <p className="text-sm text-soft">{t(`attemptAdvice.${advice}`)}</p>}
      <Answer text={attempt.answer} />
    </div>
  )
}
