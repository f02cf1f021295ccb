import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'

import { keepAnswers } from '../../api/keeping'
import { useForgettingGone } from '../../features/messages/gone-chats'
import { type Notifying, useNotifying } from '../../features/messages/notifying/use-notifying'
import { useOutgoing } from '../../features/messages/sending'
import { canOpenOffline } from './installable'

/** What the panel does for as long as it is open and what nobody sees: it is fetched once there is something to see. */
export function Background(notifying: Notifying) {
  const { tenantId } = notifying
  useOutgoing(tenantId)
  useForgettingGone(tenantId)
  useNotifying(notifying)
  useKeptAnswers(tenantId)
  useSayWhole()
  return null
}

/** Whoever drives the page from outside knows by this that nothing of it is missing any more. */
function useSayWhole(): void {
  useEffect(() => {
    document.documentElement.dataset.panel = 'whole'
    return () => void delete document.documentElement.dataset.panel
  }, [])
}

/** So that the panel opens without a network with what was read last. */
function useKeptAnswers(tenantId: string): void {
  const client = useQueryClient()
  useEffect(() => (canOpenOffline() ? keepAnswers(client, tenantId) : undefined), [client, tenantId])
}
