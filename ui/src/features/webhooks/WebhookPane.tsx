import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { ArrowLeft, CloudOff, KeyRound, MoreHorizontal, Pencil, Trash2, Unplug } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'

import { troubleOf } from '../../api/problem'
import type { Webhook } from '../../api/types'
import { dropWebhook, putWebhook, readDeliveriesAgain, webhookActions, webhooks as webhooksQuery } from '../../api/webhooks'
import { dateAndTime } from '../../lib/dates'
import { minuteMs, useNow } from '../../lib/now'
import { useTranslation } from '../../lib/translation'
import { Blank } from '../../ui/Blank'
import { Button, IconButton } from '../../ui/Button'
import { ConfirmDialog } from '../../ui/ConfirmDialog'
import { Menu } from '../../ui/Menu'
import { Notice } from '../../ui/Notice'
import { Pill } from '../../ui/Pill'
import { Skeleton } from '../../ui/Skeleton'
import { Deliveries } from './Deliveries'
import { RotateDialog } from './RotateDialog'
import { SendAgainDialog } from './SendAgainDialog'
import { TestDialog } from './TestDialog'
import { eventsText, healthAdvice, healthOf, healthText, healthTones, hostOf } from './webhook-words'
import { WebhookDialog } from './WebhookDialog'

interface Props {
  tenantId: string
  webhookId: string
  onBack: () => void
}

/** One webhook: how it is, what can be done with it, and what was sent. */
export function WebhookPane({ tenantId, webhookId, onBack }: Props) {
  const { t } = useTranslation()
  const query = useQuery(webhooksQuery(tenantId))
  const webhook = query.data?.find(({ id }) => id === webhookId)
  if (webhook) return <Shown tenantId={tenantId} webhook={webhook} isLost={query.isError} onBack={onBack} />
  if (query.data)
    return (
      <Blank
        icon={<Unplug />}
        title={t('webhooks.goneTitle')}
        text={t('webhooks.goneText')}
        action={<Button onClick={onBack}>{t('webhooks.toList')}</Button>}
      />
    )
  return query.isError ? (
    <Blank
      icon={<CloudOff />}
      title={t('webhooks.failed')}
      text={t(`problem.${troubleOf(query.error).code}`)}
      action={<Button onClick={() => void query.refetch()}>{t('common.retry')}</Button>}
    />
  ) : (
    <Skeleton className="mx-5 h-80 rounded-lg!" />
  )
}

type Asked = 'change' | 'test' | 'rotate' | 'remove' | 'sendAgain'

function Shown({ tenantId, webhook, isLost, onBack }: { tenantId: string; webhook: Webhook; isLost: boolean; onBack: () => void }) {
  const { t, i18n } = useTranslation()
  const client = useQueryClient()
  const now = useNow(minuteMs)
  const heading = useRef<HTMLHeadingElement>(null)
  const [asked, setAsked] = useState<Asked>()
  const close = () => setAsked(undefined)
  // What led here is gone, with its focus.
  useEffect(() => heading.current?.focus(), [])
  const isOn = webhook.state === 'active'
  const turn = useMutation({
    mutationFn: () => (isOn ? webhookActions.pause : webhookActions.resume)(tenantId, webhook.id),
    onSuccess: (next) => {
      putWebhook(client, tenantId, next)
      readDeliveriesAgain(client, tenantId, webhook.id)
    },
  })
  const remove = useMutation({
    mutationFn: () => webhookActions.remove(tenantId, webhook.id),
    onSuccess: () => gone(),
    // One that somebody else has taken away meanwhile is gone all the same.
    onError: (error) => troubleOf(error).code === 'not_found' && gone(),
  })
  const gone = () => {
    onBack()
    dropWebhook(client, tenantId, webhook.id)
  }
  const health = healthOf(webhook)
  const advice = healthAdvice(webhook, now, t, i18n.language)
  const verb = isOn ? 'pause' : webhook.state === 'paused' ? 'resume' : 'enable'
  const { earlierSecretUntilMs } = webhook
  return (
    <div className="flex min-h-0 grow flex-col overflow-y-auto">
      <div className="shrink-0 space-y-3 px-5 pb-5">
        <div className="-ml-2 flex items-start gap-2">
          <IconButton label={t('webhooks.toList')} onClick={onBack}>
            <ArrowLeft size={20} />
          </IconButton>
          <h1
            ref={heading}
            tabIndex={-1}
            className="min-w-0 grow py-1.5 text-lg font-semibold break-all outline-none pointer-coarse:py-2.5"
          >
            {webhook.url}
          </h1>
        </div>
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5 text-soft">
          <Pill tone={healthTones[health]} text={healthText(webhook, now, t, i18n.language)} />
          <span title={webhook.events.join(', ') || undefined}>{eventsText(webhook.events, t)}</span>
        </div>
        {advice !== undefined && (
          <p role="status" className="text-soft">
            {advice}
          </p>
        )}
        {earlierSecretUntilMs !== null && earlierSecretUntilMs > now && (
          <p className="text-sm text-soft">{t('webhookSecret.bothUntil', { when: dateAndTime(earlierSecretUntilMs, i18n.language) })}</p>
        )}
        {isLost && <Notice tone="warn" title={t('webhooks.lost')} />}
        {turn.isError && <Notice tone="bad" title={t(`problem.${troubleOf(turn.error).code}`)} />}
        <div className="flex flex-wrap gap-2">
          <Button kind={isOn ? 'plain' : 'primary'} isBusy={turn.isPending} onClick={() => turn.mutate()}>
            {t(`webhooks.${verb}`)}
          </Button>
          <Button onClick={() => setAsked('test')}>{t('webhooks.test')}</Button>
          <Button icon={<Pencil size={16} aria-hidden />} onClick={() => setAsked('change')}>
            {t('webhooks.changeShort')}
          </Button>
          <Menu
            trigger={
              <IconButton label={t('webhooks.more')} kind="plain">
                <MoreHorizontal size={18} />
              </IconButton>
            }
            items={[
              { label: t('webhookSecret.rotate'), icon: <KeyRound size={16} />, onSelect: () => setAsked('rotate') },
              {
                label: t('webhooks.remove'),
                icon: <Trash2 size={16} />,
                isDangerous: true,
                onSelect: () => {
                  remove.reset()
                  setAsked('remove')
                },
              },
            ]}
          />
        </div>
      </div>
      <Deliveries tenantId={tenantId} webhook={webhook} onSendAgain={() => setAsked('sendAgain')} />
      {asked === 'change' && <WebhookDialog tenantId={tenantId} webhook={webhook} onClose={close} />}
      {asked === 'test' && <TestDialog tenantId={tenantId} webhook={webhook} onClose={close} />}
      {asked === 'rotate' && <RotateDialog tenantId={tenantId} webhook={webhook} onClose={close} />}
      {asked === 'sendAgain' && <SendAgainDialog tenantId={tenantId} webhook={webhook} onClose={close} />}
      {asked === 'remove' && (
        <ConfirmDialog
          title={t('webhooks.removeTitle', { address: hostOf(webhook.url) })}
          text={t('webhooks.removeText')}
          verb={t('webhooks.remove')}
          isBusy={remove.isPending}
          trouble={remove.isError ? t(`problem.${troubleOf(remove.error).code}`) : undefined}
          onConfirm={() => remove.mutate()}
          onClose={close}
        />
      )}
    </div>
  )
}
