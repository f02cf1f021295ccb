import { useState } from 'react'

import { keysOfClient } from '../../api/api-keys'
import { useTranslation } from '../../lib/translation'
import { TenantKeys } from '../api-keys/TenantKeys'
import { ApiExample } from './ApiExample'

interface Props {
  tenantId: string
  /** Where programs reach the server, without a path. */
  origin: string
}

/** The keys of a tenant's programs. Shows how a program asks, with the key that was just made. */
export function ApiKeyCard({ tenantId, origin }: Props) {
  const { t } = useTranslation()
  const [apiKey, setApiKey] = useState<string>()
  return (
    <div>
      <TenantKeys keys={keysOfClient(tenantId)} text={t('key.text')} onMade={setApiKey} />
      <ApiExample tenantId={tenantId} origin={origin} apiKey={apiKey} />
    </div>
  )
}
