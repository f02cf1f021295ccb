import { useNavigate } from '@tanstack/react-router'
import { ArrowLeft } from 'lucide-react'

import { useTranslation } from '../../lib/translation'
import { ErasureProof } from '../../features/contacts/erasing/ErasureProof'
import { IconButton } from '../../ui/Button'
import { usePlace } from './place'
import { usePortal } from './portal-context'

/** One erasure: how far it has come, or its proof. */
export function ErasurePage() {
  const { t } = useTranslation()
  const { tenantId, tenantName } = usePortal()
  const { publicId, erasureId = '' } = usePlace()
  const navigate = useNavigate()
  return (
    <div className="min-h-0 grow overflow-y-auto print:overflow-visible">
      <div className="mx-auto max-w-2xl px-5 pt-4 pb-8">
        <IconButton
          label={t('erasures.toList')}
          className="mb-2 -ml-2 print:hidden"
          onClick={() => void navigate({ to: '/client/$publicId/settings/erasures', params: { publicId } })}
        >
          <ArrowLeft size={20} />
        </IconButton>
        <ErasureProof key={erasureId} tenantId={tenantId} tenantName={tenantName} erasureId={erasureId} />
      </div>
    </div>
  )
}
