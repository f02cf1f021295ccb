import { createListeners } from '../lib/listeners'

/** Chats that may be gone: one, or any of them. What this browser keeps for one that is gone has nowhere to go. */
export const removals = createListeners<[tenantId: string, chatId: string | undefined]>()
