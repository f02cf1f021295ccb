import { useNavigate } from '@tanstack/react-router'
import { ArrowLeft } from 'lucide-react'
import { useTranslation } from 'react-i18next'

import { ErasureList } from '../../features/contacts/erasing/ErasureList'
import { IconButton } from '../../ui/Button'
import { usePlace } from './place'
import { usePortal } from './portal-context'

/** Who was erased at their wish, without a name: how far it has come, and the proofs; below the settings. */
export function ErasuresPage() {
  const { t } = useTranslation()
  const { tenantId } = usePortal()
  const { publicId } = usePlace()
  const navigate = useNavigate()
  return (
    <section aria-labelledby="erasures-title" className="mx-auto flex h-full min-h-0 w-full max-w-2xl flex-col">
      <div className="flex shrink-0 items-center gap-2 px-3 pt-4 pb-3">
        <IconButton
          label={t('common.toSettings')}
          onClick={() => void navigate({ to: '/client/$publicId/settings', params: { publicId } })}
        >
          <ArrowLeft size={20} />
        </IconButton>
        <h1 id="erasures-title" className="min-w-0 grow truncate text-xl font-semibold">
          {t('erasures.title')}
        </h1>
      </div>
      <ErasureList
        tenantId={tenantId}
        hrefOf={(id) => `/client/${publicId}/settings/erasures/${id}`}
        onOpen={(erasureId) => void navigate({ to: '/client/$publicId/settings/erasures/$erasureId', params: { publicId, erasureId } })}
      />
    </section>
  )
}
