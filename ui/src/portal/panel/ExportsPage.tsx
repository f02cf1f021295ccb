import { useTranslation } from '../../lib/translation'
import { Exports } from '../../features/account/exporting/Exports'
import { BelowSettings } from './BelowSettings'
import { usePortal } from './portal-context'

/** All data in one archive; below the settings. */
export function ExportsPage() {
  const { t } = useTranslation()
  const { tenantId } = usePortal()
  return (
    <BelowSettings title={t('exports.title')}>
      <div className="min-h-0 grow overflow-y-auto px-5 pb-8">
        <Exports tenantId={tenantId} />
      </div>
    </BelowSettings>
  )
}
