import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'

import { accountActions, preferences } from '../../api/account'
import { local } from '../../lib/local'

/** What was said counts for a minute. */
const againMs = 30_000
/** Who goes from one tab to another is seen in the other by then. */
const takenOverMs = 1_000

/** The tab of this browser that somebody looked at last: all of them are one to the server. */
const seenTab = 'portaria.seen-tab'
const thisTab = crypto.randomUUID()

/**
 * Says that somebody looks at a chat, so that others who answer see it; without one only where the tenant wants to be seen
 * as online meanwhile. That nobody looks any more is said by the tab that was looked at last.
 */
export function useLooking(tenantId: string, chatId: string | undefined): void {
  const { data } = useQuery(preferences(tenantId))
  const isOnlineWanted = data?.showsOnline === true
  const wasSaid = useRef(false)
  useEffect(() => {
    const isWanted = isOnlineWanted || chatId !== undefined
    if (!isWanted && !wasSaid.current) return undefined
    // What does not arrive is said with the next one.
    const say = (isLooking: boolean) => {
      wasSaid.current = isLooking
      accountActions.look(tenantId, isLooking, isLooking ? (chatId ?? null) : null).catch(() => undefined)
    }
    let leaving: ReturnType<typeof setTimeout> | undefined
    const look = () => {
      clearTimeout(leaving)
      if (document.visibilityState === 'visible') {
        if (isWanted) local.set(seenTab, thisTab)
        if (isWanted || wasSaid.current) say(isWanted)
      } else if (wasSaid.current) leaving = setTimeout(leave, takenOverMs)
    }
    const leave = () => {
      if (wasSaid.current && local.get(seenTab) === thisTab) say(false)
    }
    look()
    const timer = isWanted ? setInterval(look, againMs) : undefined
    document.addEventListener('visibilitychange', look)
    addEventListener('pagehide', leave)
    return () => {
      clearInterval(timer)
      clearTimeout(leaving)
      document.removeEventListener('visibilitychange', look)
      removeEventListener('pagehide', leave)
    }
  }, [isOnlineWanted, tenantId, chatId])
}
