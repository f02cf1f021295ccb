import { useMutation, useQueryClient } from '@tanstack/react-query'

import { noticeChange, putChat } from '../../../api/chat-events'
import type { Chat } from '../../../api/types'

/** Sets something about a chat, and shows it as the server has it from then on. */
export function useSettingChat(tenantId: string, chatId: string, onDone: () => void = () => undefined) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (ask: () => Promise<Chat | undefined>) => ask(),
    onSuccess: (chat) => {
      if (chat) putChat(client, tenantId, chat)
      noticeChange(client, tenantId, chatId)
      onDone()
    },
  })
}
