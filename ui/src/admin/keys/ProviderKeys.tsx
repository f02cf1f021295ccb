import { useQuery, useQueryClient } from '@tanstack/react-query'
import { KeyRound } from 'lucide-react'
import { useRef, useState } from 'react'

import { adminActions, adminKeys, providerKeys } from '../../api/admin'
import type { ApiKey } from '../../api/types'
import { KeyDialog } from '../../features/api-keys/KeyDialog'
import { KeyRows } from '../../features/api-keys/KeyRows'
import { useFocusBack } from '../../features/api-keys/use-focus-back'
import { useTranslation } from '../../lib/translation'
import { Button } from '../../ui/Button'
import { Notice } from '../../ui/Notice'
import { Skeleton } from '../../ui/Skeleton'
import { RevokeDialog } from './RevokeDialog'

/** The provider's own keys, for programs that create and steer clients. */
export function ProviderKeys() {
  const { t } = useTranslation()
  const client = useQueryClient()
  const { data: keys, isError } = useQuery(providerKeys)
  const [isNew, setNew] = useState(false)
  const [revoked, setRevoked] = useState<ApiKey>()
  const add = useRef<HTMLButtonElement>(null)
  useFocusBack(add, revoked !== undefined)
  return (
    <section>
      <div className="mb-3 flex flex-wrap items-center justify-between gap-3">
        <h2 className="text-lg font-semibold">{t('providerKeys.title')}</h2>
        <Button ref={add} icon={<KeyRound size={16} />} onClick={() => setNew(true)}>
          {t('providerKeys.new')}
        </Button>
      </div>
      <p className="mb-3 text-soft">{t('providerKeys.text')}</p>
      {isError && <Notice tone="bad" title={t('providerKeys.failed')} />}
      {!keys && !isError && <Skeleton className="h-16 w-full" />}
      {keys?.length === 0 && <p className="rounded-lg border border-line bg-surface px-5 py-4 text-soft">{t('providerKeys.none')}</p>}
      {keys && keys.length > 0 && <KeyRows kind="provider" label={t('providerKeys.title')} keys={keys} onRevoke={setRevoked} />}
      {isNew && (
        <KeyDialog
          kind="provider"
          make={adminActions.createProviderKey}
          onMade={() => void client.invalidateQueries({ queryKey: adminKeys.providerKeys })}
          onClose={() => setNew(false)}
        />
      )}
      {revoked && <RevokeDialog apiKey={revoked} onClose={() => setRevoked(undefined)} />}
    </section>
  )
}
