// Who types or records in which chat, as the socket says it, and until when that holds.
import type { QueryClient } from '@tanstack/react-query'

import type { Reducer } from './reducer'
import { type Activities, tenantKeys } from './tenant'
import type { Activity } from './types'

/** Somebody who stops without saying so types no longer after this. */
const typingEndsMs = 12_000

export const activityReducer = {
  on: {
    // Whoever has just written types no longer.
    'message.received': { follow: (client, tenantId, { data: { chat } }) => setActivity(client, tenantId, chat.id, 'paused') },
  },
} satisfies Reducer

/** Takes what the socket says of who types, until it is left. */
export function followTyping(client: QueryClient, tenantId: string) {
  const timers = new Map<string, ReturnType<typeof setTimeout>>()
  return {
    take: ({ chatId, activity }: { chatId: string; activity: Activity }) => {
      clearTimeout(timers.get(chatId))
      setActivity(client, tenantId, chatId, activity)
      if (activity === 'paused') return
      timers.set(
        chatId,
        setTimeout(() => setActivity(client, tenantId, chatId, 'paused'), typingEndsMs),
      )
    },
    leave: () => timers.forEach(clearTimeout),
  }
}

function setActivity(client: QueryClient, tenantId: string, chatId: string, activity: Activity): void {
  client.setQueryData<Activities>(tenantKeys.activities(tenantId), (known = {}) => {
    if (activity !== 'paused') return { ...known, [chatId]: activity }
    return Object.fromEntries(Object.entries(known).filter(([one]) => one !== chatId))
  })
}
