import type { Chat } from './types'

/** Which chats: what the list shows at first, those put away, or a part of the first by what they are. */
export type ChatFilter = Shown | LabelFilter
export type LabelFilter = `label:${string}`
export type Shown = 'main' | 'archived' | 'unread' | 'groups' | 'waiting' | 'pinned'

/** What a person may choose for the list: those on top stand there anyway. */
export type ListFilter = Exclude<ChatFilter, 'pinned'>

const labelBeginning = 'label:'

export const isLabel = (filter: ChatFilter): filter is LabelFilter => filter.startsWith(labelBeginning)

/** The label whose chats are shown, where it is one's. */
export const labelOf = (filter: ChatFilter): string | undefined => (isLabel(filter) ? filter.slice(labelBeginning.length) : undefined)

/** Whether a chat stands in a list with this filter; the server's own rule, for chats that change while one looks. */
export function isIn(filter: ChatFilter, chat: Chat): boolean {
  if (chat.kind === 'status' || chat.isArchived !== (filter === 'archived')) return false
  switch (filter) {
    case 'main':
    case 'archived':
      return true
    case 'unread':
      return chat.unread > 0 || chat.isMarkedUnread
    case 'groups':
      return chat.kind === 'group' || chat.kind === 'community'
    case 'waiting':
      return chat.waitingSinceMs !== null
    case 'pinned':
      return chat.pinnedAtMs !== null
    default:
      return chat.labels.includes(labelOf(filter) ?? '')
  }
}
