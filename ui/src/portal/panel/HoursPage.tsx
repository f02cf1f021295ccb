import { useTranslation } from '../../lib/translation'
import { HoursForm } from '../../features/messages/hours/HoursForm'
import { BelowSettings } from './BelowSettings'
import { usePortal } from './portal-context'

/** When the tenant answers, below the settings. */
export function HoursPage() {
  const { t } = useTranslation()
  const { tenantId } = usePortal()
  return (
    <BelowSettings title={t('hours.title')}>
      <div className="min-h-0 grow overflow-y-auto px-5 pt-1 pb-8">
        <p className="mb-5 text-soft">{t('hours.hint')}</p>
        <HoursForm tenantId={tenantId} />
      </div>
    </BelowSettings>
  )
}
