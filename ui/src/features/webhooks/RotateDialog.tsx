import { useMutation, useQueryClient } from '@tanstack/react-query'

import { troubleOf } from '../../api/problem'
import type { Webhook } from '../../api/types'
import { putWebhook, webhookActions } from '../../api/webhooks'
import { dateAndTime } from '../../lib/dates'
import { useTranslation } from '../../lib/translation'
import { Button } from '../../ui/Button'
import { ConfirmDialog } from '../../ui/ConfirmDialog'
import { Dialog } from '../../ui/Dialog'
import { Notice } from '../../ui/Notice'
import { ShownSecret } from './ShownSecret'

interface Props {
  tenantId: string
  webhook: Webhook
  onClose: () => void
}

/** Another secret; the one before holds for a while beside it. */
export function RotateDialog({ tenantId, webhook, onClose }: Props) {
  const { t, i18n } = useTranslation()
  const client = useQueryClient()
  const rotate = useMutation({
    mutationFn: () => webhookActions.rotate(tenantId, webhook.id),
    onSuccess: (rotated) => putWebhook(client, tenantId, rotated.webhook),
    // Nothing keeps the secret longer than it is shown.
    gcTime: 0,
  })
  if (!rotate.data) {
    return (
      <ConfirmDialog
        title={t('webhookSecret.rotateTitle')}
        text={t('webhookSecret.rotateText')}
        verb={t('webhookSecret.rotate')}
        isBusy={rotate.isPending}
        trouble={rotate.isError ? t(`problem.${troubleOf(rotate.error).code}`) : undefined}
        onConfirm={() => rotate.mutate()}
        onClose={onClose}
      />
    )
  }
  const until = rotate.data.webhook.earlierSecretUntilMs
  return (
    <Dialog title={t('webhookSecret.rotated')} onClose={onClose} isSticky>
      <ShownSecret secret={rotate.data.secret} />
      {until !== null && (
        <Notice tone="busy" className="mt-5" title={t('webhookSecret.bothUntil', { when: dateAndTime(until, i18n.language) })} />
      )}
      <div className="mt-6 flex justify-end">
        <Button kind="primary" onClick={onClose}>
          {t('common.done')}
        </Button>
      </div>
    </Dialog>
  )
}
