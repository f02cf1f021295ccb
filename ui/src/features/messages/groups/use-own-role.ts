import { useQuery } from '@tanstack/react-query'

import { participants as participantsQuery } from '../../../api/acting'
import { portal as portalQuery } from '../../../api/tenant'
import type { Chat, Participant } from '../../../api/types'
import { isSamePerson } from '../people'

/** What this account may do in a group; nothing where it is not in it, or that is not known yet. */
export function useOwnRole(tenantId: string, chat: Chat): Participant['role'] | undefined {
  const { data: me } = useQuery({ ...portalQuery(tenantId), enabled: false, select: ({ account }) => account })
  const { data: members } = useQuery({ ...participantsQuery(tenantId, chat.id), enabled: chat.kind === 'group' && chat.isCurrent })
  return members?.find(({ party }) => me != null && isSamePerson(party, me))?.role
}
