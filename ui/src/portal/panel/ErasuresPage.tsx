import { useNavigate } from '@tanstack/react-router'

import { useTranslation } from '../../lib/translation'
import { ErasureList } from '../../features/contacts/erasing/ErasureList'
import { BelowSettings } from './BelowSettings'
import { usePlace } from './place'
import { usePortal } from './portal-context'

/** Who was erased at their wish, without a name: how far it has come, and the proofs; below the settings. */
export function ErasuresPage() {
  const { t } = useTranslation()
  const { tenantId } = usePortal()
  const { publicId } = usePlace()
  const navigate = useNavigate()
  return (
    <BelowSettings title={t('erasures.title')}>
      <ErasureList
        tenantId={tenantId}
        hrefOf={(id) => `/client/${publicId}/settings/erasures/${id}`}
        onOpen={(erasureId) => void navigate({ to: '/client/$publicId/settings/erasures/$erasureId', params: { publicId, erasureId } })}
      />
    </BelowSettings>
  )
}
