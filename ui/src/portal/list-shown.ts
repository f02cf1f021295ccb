import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useState, useSyncExternalStore } from 'react'

import { chats } from '../api/tenant'
import { whenIdle } from '../lib/idle'

/** A list that has not come by then, or that the page does not show, is waited for no longer. */
const patienceMs = 1_500

/** Whether the list of chats is on the screen, or is waited for no longer: what nobody looks for is fetched only then. */
export function useListShown(tenantId: string): boolean {
  const client = useQueryClient()
  const subscribe = useCallback((tell: () => void) => client.getQueryCache().subscribe(tell), [client])
  const isThere = useSyncExternalStore(subscribe, () => {
    // It may have come before the panel that shows it.
    const list = client.getQueryCache().find({ queryKey: chats(tenantId, '').queryKey, exact: true })
    return list?.state.data !== undefined && list.isActive()
  })
  const [isShown, setShown] = useState(false)
  useEffect(() => (isThere ? whenIdle(() => setShown(true)) : undefined), [isThere])
  useEffect(() => {
    const timer = setTimeout(() => setShown(true), patienceMs)
    return () => clearTimeout(timer)
  }, [])
  return isShown
}
