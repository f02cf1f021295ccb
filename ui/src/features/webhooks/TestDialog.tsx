import { useMutation } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'

import { troubleOf } from '../../api/problem'
import type { Webhook, WebhookAttempt } from '../../api/types'
import { webhookActions } from '../../api/webhooks'
import { useTranslation } from '../../lib/translation'
import { Button } from '../../ui/Button'
import { Dialog } from '../../ui/Dialog'
import { Late } from '../../ui/Late'
import { Notice } from '../../ui/Notice'
import { Skeleton } from '../../ui/Skeleton'
import { Answer } from './Answer'
import { adviceOf, asSentence, attemptText } from './webhook-words'

interface Props {
  tenantId: string
  webhook: Webhook
  onClose: () => void
}

/** A test is sent at once; then what the receiver answered. */
export function TestDialog({ tenantId, webhook, onClose }: Props) {
  const { t } = useTranslation()
  const test = useMutation({ mutationFn: () => webhookActions.test(tenantId, webhook.id) })
  const { mutate } = test
  const hasBegun = useRef(false)
  useEffect(() => {
    if (hasBegun.current) return
    hasBegun.current = true
    mutate()
  }, [mutate])
  return (
    <Dialog title={t('webhookTest.title')} onClose={onClose}>
      <p className="mb-4 font-mono text-sm break-all">{webhook.url}</p>
      {test.data ? (
        <Result attempt={test.data} />
      ) : test.isError ? (
        <Notice tone="bad" title={t(`problem.${troubleOf(test.error).code}`)} />
      ) : (
        <div role="status" className="space-y-3">
          <p className="text-soft">
            {t('webhookTest.sending')} <Late afterMs={3_000}>{t('webhookTest.slow')}</Late>
          </p>
          <Skeleton className="h-12 rounded-md!" />
        </div>
      )}
      <p className="mt-4 text-sm text-soft">{t('webhookTest.text')}</p>
      <div className="mt-6 flex justify-end gap-2">
        <Button isBusy={test.isPending} onClick={() => mutate()}>
          {t('webhookTest.again')}
        </Button>
        <Button kind="primary" onClick={onClose} data-first-focus>
          {t('common.close')}
        </Button>
      </div>
    </Dialog>
  )
}

function Result({ attempt }: { attempt: WebhookAttempt }) {
  const { t, i18n } = useTranslation()
  const advice = adviceOf(attempt)
  return (
    <div className="space-y-4">
      <Notice
        tone={advice === undefined ? 'ok' : 'bad'}
        title={asSentence(attemptText(attempt, t, i18n.language))}
        text={advice === undefined ? undefined : t(`attemptAdvice.${advice}`)}
      />
      <Answer text={attempt.answer} />
    </div>
  )
}
