import { Link, useNavigate } from '@tanstack/react-router'

import { Dashboard } from '../../features/dashboard/Dashboard'
import { periodOf } from '../../features/dashboard/periods'
import { usePlace } from './place'
import { usePortal } from './portal-context'

const linkLook = 'text-accent underline decoration-1 underline-offset-3 hover:decoration-2'

/** The tenant's figures; the address says of which period. */
export function DashboardPage() {
  const { tenantId, tenantName, providerName } = usePortal()
  const { publicId, period } = usePlace()
  const navigate = useNavigate()
  return (
    <Dashboard
      tenantId={tenantId}
      shop={tenantName}
      provider={providerName}
      period={periodOf(period)}
      onPeriod={(next) => void navigate({ to: '/client/$publicId/dashboard/$period', params: { publicId, period: next }, replace: true })}
      linkTo={(what, { fromMs, toMs }, children) => (
        <Link
          to="/client/$publicId"
          params={{ publicId }}
          state={{ filter: what === 'waiting' ? what : `${what}:${fromMs}:${toMs}` }}
          className={linkLook}
        >
          {children}
        </Link>
      )}
    />
  )
}
