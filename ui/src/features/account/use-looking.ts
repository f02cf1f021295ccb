import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'

import { accountActions, preferences } from '../../api/account'

/** What was said counts for a minute. */
const againMs = 30_000

/**
 * Says that somebody looks at the panel, where the tenant wants to be seen as online meanwhile. Who looks no longer says
 * nothing more: another tab of this browser may still be looked at.
 */
export function useLooking(tenantId: string): void {
  const { data } = useQuery(preferences(tenantId))
  const isWanted = data?.showsOnline === true
  useEffect(() => {
    if (!isWanted) return undefined
    const look = () => {
      // What does not arrive is said with the next one.
      if (document.visibilityState === 'visible') void accountActions.look(tenantId).catch(() => undefined)
    }
    look()
    const timer = setInterval(look, againMs)
    document.addEventListener('visibilitychange', look)
    return () => {
      clearInterval(timer)
      document.removeEventListener('visibilitychange', look)
    }
  }, [isWanted, tenantId])
}
