import { ownKeys } from '../../api/api-keys'
import { TenantKeys } from '../../features/api-keys/TenantKeys'
import { useTranslation } from '../../lib/translation'
import { Code } from '../../ui/Code'
import { DocsLink } from '../../ui/DocsLink'
import { BelowSettings } from './BelowSettings'
import { usePortal } from './portal-context'

/** The keys of the tenant's programs, and where these ask, below the settings. */
export function ApiKeysPage() {
  const { t } = useTranslation()
  const { tenantId } = usePortal()
  return (
    <BelowSettings title={t('apiKeys.title')}>
      <div className="min-h-0 grow space-y-6 overflow-y-auto px-5 pt-1 pb-8">
        <TenantKeys keys={ownKeys(tenantId)} text={t('apiKeys.hint')} />
        <div className="space-y-3">
          <Code label={t('apiKeys.base')} text={`${location.origin}/api/whatsapp/${tenantId}`} />
          <DocsLink text={t('apiKeys.docs')} />
        </div>
      </div>
    </BelowSettings>
  )
}
