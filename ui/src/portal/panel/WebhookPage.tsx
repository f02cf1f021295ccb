import { useNavigate } from '@tanstack/react-router'
import { ArrowLeft } from 'lucide-react'
import { useTranslation } from 'react-i18next'

import { WebhookPane } from '../../features/webhooks/WebhookPane'
import { IconButton } from '../../ui/Button'
import { usePlace } from './place'
import { usePortal } from './portal-context'

/** One webhook, below the list of them. */
export function WebhookPage() {
  const { t } = useTranslation()
  const { tenantId } = usePortal()
  const { publicId, webhookId = '' } = usePlace()
  const navigate = useNavigate()
  const toList = () => void navigate({ to: '/client/$publicId/settings/webhooks', params: { publicId } })
  return (
    <div className="mx-auto flex h-full min-h-0 w-full max-w-2xl flex-col pt-4">
      <IconButton label={t('webhooks.toList')} className="mb-2 ml-3 self-start" onClick={toList}>
        <ArrowLeft size={20} />
      </IconButton>
      <WebhookPane key={webhookId} tenantId={tenantId} webhookId={webhookId} onGone={toList} />
    </div>
  )
}
