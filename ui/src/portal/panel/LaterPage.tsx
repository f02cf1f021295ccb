import { useNavigate } from '@tanstack/react-router'
import { ArrowLeft } from 'lucide-react'
import { useTranslation } from 'react-i18next'

import { LaterList } from '../../features/messages/later/LaterList'
import { IconButton } from '../../ui/Button'
import { usePlace } from './place'
import { usePortal } from './portal-context'

/** What waits for its hour in all chats, below the settings. */
export function LaterPage() {
  const { t } = useTranslation()
  const { tenantId } = usePortal()
  const { publicId } = usePlace()
  const navigate = useNavigate()
  return (
    <section aria-labelledby="later-title" className="mx-auto flex h-full min-h-0 w-full max-w-2xl flex-col">
      <div className="flex shrink-0 items-center gap-2 px-3 pt-4 pb-3">
        <IconButton
          label={t('common.toSettings')}
          onClick={() => void navigate({ to: '/client/$publicId/settings', params: { publicId } })}
        >
          <ArrowLeft size={20} />
        </IconButton>
        <h1 id="later-title" className="min-w-0 grow truncate text-xl font-semibold">
          {t('later.listTitle')}
        </h1>
      </div>
      <LaterList
        tenantId={tenantId}
        hrefOf={(id) => `/client/${publicId}/chats/${id}`}
        onOpen={(chatId) => void navigate({ to: '/client/$publicId/chats/$chatId', params: { publicId, chatId } })}
      />
    </section>
  )
}
