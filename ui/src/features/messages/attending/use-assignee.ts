import { useQuery } from '@tanstack/react-query'

import { attendants } from '../../../api/attending'
import type { Chat } from '../../../api/types'
import { visible } from '../../../lib/visible'

/** What is called who sees to a chat; nothing where nobody does. */
export function useAssignee(tenantId: string, chat: Chat | undefined): string | undefined {
  const { data } = useQuery({ ...attendants(tenantId), select: ({ attendants }) => attendants })
  const name = data?.find(({ id }) => id === chat?.assigneeId)?.name
  return name === undefined ? undefined : visible(name) || undefined
}
