import { useNavigate } from '@tanstack/react-router'

import { QuickReplyList } from '../../features/quick-replies/QuickReplyList'
import { usePlace } from './place'
import { usePortal } from './portal-context'

/** The tenant's quick replies, below the settings. */
export function QuickRepliesPage() {
  const { tenantId } = usePortal()
  const { publicId } = usePlace()
  const navigate = useNavigate()
  return <QuickReplyList tenantId={tenantId} onBack={() => void navigate({ to: '/client/$publicId/settings', params: { publicId } })} />
}
