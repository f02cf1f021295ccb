import { useEffect } from 'react'

import { useStore } from '../lib/store'
import { access, openLink } from './access'
import { Closed } from './Closed'
import { Opening } from './Opening'
import { Tenant } from './Tenant'

const retryMs = 3_000

/** What a link opens. */
export function PortalApp() {
  const state = useStore(access)
  const isUnreachable = state.kind === 'unreachable'
  useEffect(() => {
    if (!isUnreachable) return
    const timer = setInterval(() => void openLink(), retryMs)
    return () => clearInterval(timer)
  }, [isUnreachable])

  switch (state.kind) {
    case 'opening':
      return <Opening />
    case 'unreachable':
      return <Opening isUnreachable onRetry={() => void openLink()} />
    case 'closed':
      return <Closed why={state.why} unsentCount={state.unsentCount} />
    case 'open':
      return <Tenant tenantId={state.tenantId} />
  }
}
