import { useNavigate } from '@tanstack/react-router'

import { useTranslation } from '../../lib/translation'
import { WebhookList } from '../../features/webhooks/WebhookList'
import { BelowSettings } from './BelowSettings'
import { usePlace } from './place'
import { usePortal } from './portal-context'

/** Where the tenant's events are sent, below the settings. */
export function WebhooksPage() {
  const { t } = useTranslation()
  const { tenantId } = usePortal()
  const { publicId } = usePlace()
  const navigate = useNavigate()
  return (
    <BelowSettings title={t('webhooks.title')}>
      <WebhookList
        tenantId={tenantId}
        hrefOf={(id) => `/client/${publicId}/settings/webhooks/${id}`}
        onOpen={(webhookId) => void navigate({ to: '/client/$publicId/settings/webhooks/$webhookId', params: { publicId, webhookId } })}
      />
    </BelowSettings>
  )
}
