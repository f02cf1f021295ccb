import { useNavigate } from '@tanstack/react-router'

import { useTranslation } from '../../lib/translation'
import { LaterList } from '../../features/messages/later/LaterList'
import { BelowSettings } from './BelowSettings'
import { usePlace } from './place'
import { usePortal } from './portal-context'

/** What waits for its hour in all chats, below the settings. */
export function LaterPage() {
  const { t } = useTranslation()
  const { tenantId } = usePortal()
  const { publicId } = usePlace()
  const navigate = useNavigate()
  return (
    <BelowSettings title={t('later.listTitle')}>
      <LaterList
        tenantId={tenantId}
        hrefOf={(id) => `/client/${publicId}/chats/${id}`}
        onOpen={(chatId) => void navigate({ to: '/client/$publicId/chats/$chatId', params: { publicId, chatId } })}
      />
    </BelowSettings>
  )
}
