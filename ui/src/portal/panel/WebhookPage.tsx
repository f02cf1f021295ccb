import { useNavigate } from '@tanstack/react-router'

import { WebhookPane } from '../../features/webhooks/WebhookPane'
import { usePlace } from './place'
import { usePortal } from './portal-context'

/** One webhook, below the list of them. */
export function WebhookPage() {
  const { tenantId } = usePortal()
  const { publicId, webhookId = '' } = usePlace()
  const navigate = useNavigate()
  return (
    <div className="mx-auto flex h-full min-h-0 w-full max-w-2xl flex-col pt-4">
      <WebhookPane
        key={webhookId}
        tenantId={tenantId}
        webhookId={webhookId}
        onBack={() => void navigate({ to: '/client/$publicId/settings/webhooks', params: { publicId } })}
      />
    </div>
  )
}
