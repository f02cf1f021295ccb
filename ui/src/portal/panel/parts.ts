import { useInfiniteQuery } from '@tanstack/react-query'
import { useEffect } from 'react'

import { chats as chatsQuery } from '../../api/tenant'

/** A file that gets lost on the way is asked for once more before anything is said. */
const twice =
  <Part>(load: () => Promise<Part>) =>
  () =>
    load().catch(load)

/** What the list of chats stands without. */
export const loadConversation = twice(() => import('../../features/messages/Conversation'))
export const loadNewChat = twice(() => import('../../features/messages/NewChatDialog'))
export const loadContacts = twice(() => import('./ContactsPage'))
export const loadSettings = twice(() => import('./SettingsPage'))

/** Then at the latest: the network may go before the browser has rested. */
const latestMs = 500

/** Fetches the parts that are opened next, once the list of chats stands and the browser has nothing else to do. */
export function useNextParts(tenantId: string): void {
  const { data } = useInfiniteQuery({ ...chatsQuery(tenantId, ''), enabled: false })
  const isListThere = data !== undefined
  useEffect(() => {
    if (!isListThere) return
    const load = () => void Promise.all([loadConversation(), loadNewChat(), loadContacts(), loadSettings()]).catch(() => undefined)
    // Safari has no word for being idle.
    if (!('requestIdleCallback' in window)) {
      const timer = setTimeout(load, latestMs)
      return () => clearTimeout(timer)
    }
    const idle = requestIdleCallback(load, { timeout: latestMs })
    return () => cancelIdleCallback(idle)
  }, [isListThere])
}
