import { Link } from '@tanstack/react-router'

import { useTranslation } from '../../lib/translation'
import { AutomaticForm } from '../../features/messages/hours/AutomaticForm'
import { BelowSettings } from './BelowSettings'
import { usePlace } from './place'
import { usePortal } from './portal-context'

/** What is sent without anybody, below the settings. */
export function AutomaticPage() {
  const { t } = useTranslation()
  const { tenantId } = usePortal()
  const { publicId } = usePlace()
  const toHours = (
    <Link to="/client/$publicId/settings/hours" params={{ publicId }} className="font-medium text-accent underline">
      {t('hours.set')}
    </Link>
  )
  return (
    <BelowSettings title={t('automatic.title')}>
      <div className="min-h-0 grow overflow-y-auto px-5 pt-1 pb-8">
        <AutomaticForm tenantId={tenantId} toHours={toHours} />
      </div>
    </BelowSettings>
  )
}
