import type { Chat } from './types'

/** Which chats: what the list shows at first, those put away, or a part of the first by what they are. */
export type ChatFilter = Shown | LabelFilter | AssigneeFilter | SpanFilter
export type LabelFilter = `label:${string}`
/** Those that one attendant sees to. */
export type AssigneeFilter = `assignee:${string}`
/** What happened in the chats of a span of time, which stands behind it in UTC milliseconds. */
export type SpanFilter = `${Happened}:${number}:${number}`
export type Happened = 'active' | 'new' | 'failed'
export type Shown = 'main' | 'archived' | 'unread' | 'groups' | 'waiting' | 'pinned'

/** What a person may choose for the list: those on top stand there anyway. */
export type ListFilter = Exclude<ChatFilter, 'pinned'>

const labelBeginning = 'label:'

export const isLabel = (filter: ChatFilter): filter is LabelFilter => filter.startsWith(labelBeginning)

/** The label whose chats are shown, where it is one's. */
export const labelOf = (filter: ChatFilter): string | undefined => (isLabel(filter) ? filter.slice(labelBeginning.length) : undefined)

const assigneeBeginning = 'assignee:'

export const isAssignee = (filter: ChatFilter): filter is AssigneeFilter => filter.startsWith(assigneeBeginning)

/** The attendant whose chats are shown, where it is one's. */
export const assigneeOf = (filter: ChatFilter): string | undefined =>
  isAssignee(filter) ? filter.slice(assigneeBeginning.length) : undefined

/** What a filter by time asks for, where it is one. */
export function spanOf(filter: ChatFilter): { what: Happened; fromMs: number; toMs: number } | undefined {
  const [, what, from, to] = /^(active|new|failed):(\d+):(\d+)$/.exec(filter) ?? []
  return what === undefined ? undefined : { what: what as Happened, fromMs: Number(from), toMs: Number(to) }
}

/** Of what happened in a span of time the server alone knows. */
export const isSpan = (filter: ChatFilter): filter is SpanFilter => spanOf(filter) !== undefined

/** Whether a chat stands in a list with this filter; the server's own rule, for chats that change while one looks. */
export function isIn(filter: Exclude<ChatFilter, SpanFilter>, chat: Chat): boolean {
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
      return isAssignee(filter) ? chat.assigneeId === assigneeOf(filter) : chat.labels.includes(labelOf(filter) ?? '')
  }
}
