import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type SubmitEvent, useState } from 'react'

import { troubleOf } from '../../api/problem'
import type { Webhook } from '../../api/types'
import { readDeliveriesAgain, webhookActions } from '../../api/webhooks'
import { useNow } from '../../lib/now'
import { useTranslation } from '../../lib/translation'
import { Button } from '../../ui/Button'
import { Check } from '../../ui/Check'
import { Dialog } from '../../ui/Dialog'
import { Field } from '../../ui/Field'
import { Notice } from '../../ui/Notice'
import { Options } from '../../ui/Options'
import { type Span, spanOf, wrongAt } from './span'

interface Props {
  tenantId: string
  webhook: Webhook
  onClose: () => void
}

/** Many deliveries once more: which, then how many that would be, and only then they go. */
export function SendAgainDialog({ tenantId, webhook, onClose }: Props) {
  const { t, i18n } = useTranslation()
  const client = useQueryClient()
  const now = useNow()
  const [which, setWhich] = useState<'failed' | 'span'>('failed')
  const [span, setSpan] = useState<Span>({ fromDay: '', fromTime: '00:00', toDay: '', toTime: '23:59' })
  const [onlyFailed, setOnlyFailed] = useState(true)
  const [isChecked, setChecked] = useState(false)
  const asked = () => (which === 'failed' ? { onlyFailed: true } : { ...spanOf(span), onlyFailed })
  const count = useMutation({ mutationFn: () => webhookActions.sendAgain(tenantId, webhook.id, { ...asked(), dryRun: true }) })
  const send = useMutation({
    mutationFn: () => webhookActions.sendAgain(tenantId, webhook.id, asked()),
    onSuccess: () => readDeliveriesAgain(client, tenantId, webhook.id),
  })
  const change = (part: Partial<Span>) => {
    setSpan({ ...span, ...part })
    count.reset()
  }
  const wrong = isChecked && which === 'span' ? wrongAt(span, now) : {}
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    setChecked(true)
    const isRight = which === 'failed' || Object.keys(wrongAt(span, now)).length === 0
    if (isRight && !count.isPending) count.mutate()
  }
  const number = (many: number) => new Intl.NumberFormat(i18n.language).format(many)
  if (send.data) {
    const { count: many } = send.data
    return (
      <Dialog title={t('sendAgain.title')} onClose={onClose}>
        <Notice
          tone="ok"
          title={t('sendAgain.sent', { count: many, number: number(many) })}
          text={webhook.state === 'paused' ? t('sendAgain.sentPaused') : undefined}
        />
        <div className="mt-6 flex justify-end">
          <Button kind="primary" onClick={onClose} data-first-focus>
            {t('common.done')}
          </Button>
        </div>
      </Dialog>
    )
  }
  if (count.data && count.data.count > 0) {
    const { count: many } = count.data
    return (
      <Dialog title={t('sendAgain.ask', { count: many, number: number(many) })} onClose={onClose}>
        <p className="text-soft">{t('sendAgain.text')}</p>
        {webhook.state === 'paused' && <p className="mt-2 text-soft">{t('sendAgain.sentPaused')}</p>}
        {send.isError && <Notice tone="bad" className="mt-4" title={t(`problem.${troubleOf(send.error).code}`)} />}
        <div className="mt-6 flex justify-end gap-2">
          <Button onClick={() => count.reset()} data-first-focus>
            {t('sendAgain.back')}
          </Button>
          <Button kind="primary" isBusy={send.isPending} onClick={() => send.mutate()}>
            {t('sendAgain.submit')}
          </Button>
        </div>
      </Dialog>
    )
  }
  const trouble = count.isError ? troubleOf(count.error) : undefined
  return (
    <Dialog title={t('sendAgain.title')} onClose={onClose}>
      <form onSubmit={submit} noValidate className="space-y-4">
        <Options
          label={t('sendAgain.which')}
          options={[
            { value: 'failed', label: t('sendAgain.failed'), text: t('sendAgain.failedText') },
            { value: 'span', label: t('sendAgain.span'), text: t('sendAgain.spanText') },
          ]}
          value={which}
          onChange={(value) => {
            setWhich(value)
            count.reset()
          }}
        />
        {which === 'span' && (
          <div className="space-y-3 rounded-md border border-line p-4">
            <Moment
              label={t('sendAgain.from')}
              day={span.fromDay}
              time={span.fromTime}
              error={wrong.from === undefined ? undefined : t(wrong.from === 'missing' ? 'field.missing' : 'sendAgain.fromFuture')}
              onDay={(fromDay) => change({ fromDay })}
              onTime={(fromTime) => change({ fromTime })}
            />
            <Moment
              label={t('sendAgain.to')}
              day={span.toDay}
              time={span.toTime}
              hint={t('sendAgain.toHint')}
              error={wrong.to === undefined && trouble?.field('to') === undefined ? undefined : t('sendAgain.toBefore')}
              onDay={(toDay) => change({ toDay })}
              onTime={(toTime) => change({ toTime })}
            />
            <Check
              label={t('sendAgain.onlyFailed')}
              text={t(onlyFailed ? 'sendAgain.onlyFailedText' : 'sendAgain.alsoDelivered')}
              isOn={onlyFailed}
              onChange={(isOn) => {
                setOnlyFailed(isOn)
                count.reset()
              }}
            />
          </div>
        )}
        {count.data?.count === 0 && <Notice tone="rest" title={t('sendAgain.nothing')} text={t('sendAgain.kept')} />}
        {trouble && trouble.field('to') === undefined && <Notice tone="bad" title={t(`problem.${trouble.code}`)} />}
        <div className="flex justify-end gap-2 pt-2">
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button type="submit" kind="primary" isBusy={count.isPending} data-first-focus>
            {t('sendAgain.count')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

interface MomentProps {
  label: string
  day: string
  time: string
  hint?: string
  error: string | undefined
  onDay: (day: string) => void
  onTime: (time: string) => void
}

/** A day and a time. */
function Moment({ label, day, time, hint, error, onDay, onTime }: MomentProps) {
  const { t } = useTranslation()
  return (
    <fieldset>
      <legend className="mb-1.5 text-sm font-medium">{label}</legend>
      <div className="flex flex-wrap items-start gap-2">
        <Field
          className="min-w-36 grow"
          label={`${label}: ${t('sendAgain.day')}`}
          isLabelHidden
          type="date"
          value={day}
          hint={hint}
          error={error}
          onChange={(event) => onDay(event.target.value)}
        />
        <Field
          className="min-w-28 grow"
          label={`${label}: ${t('sendAgain.time')}`}
          isLabelHidden
          type="time"
          value={time}
          onChange={(event) => onTime(event.target.value)}
        />
      </div>
    </fieldset>
  )
}
