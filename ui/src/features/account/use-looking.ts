import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'

import { accountActions, preferences } from '../../api/account'

/** What was said counts for a minute. */
const againMs = 30_000

/** Says that somebody looks at the panel, where the tenant wants to be seen as online meanwhile. */
export function useLooking(tenantId: string): void {
  const { data } = useQuery(preferences(tenantId))
  const isWanted = data?.showsOnline === true
  useEffect(() => {
    if (!isWanted) return undefined
    // Whoever is not told hears it with the next one; the last one counts for a minute only.
    const say = (isLooking: boolean) => void accountActions.look(tenantId, isLooking).catch(() => undefined)
    const look = () => say(document.visibilityState === 'visible')
    const again = () => document.visibilityState === 'visible' && say(true)
    look()
    const timer = setInterval(again, againMs)
    document.addEventListener('visibilitychange', look)
    return () => {
      clearInterval(timer)
      document.removeEventListener('visibilitychange', look)
      say(false)
    }
  }, [isWanted, tenantId])
}
