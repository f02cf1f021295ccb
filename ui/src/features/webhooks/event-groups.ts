import type { PortalEvent } from '../../api/types'

export type EventName = PortalEvent['type']

/** How the catalogue calls each event. */
export const eventWords = {
  'message.received': 'message_received',
  'message.created': 'message_created',
  'message.updated': 'message_updated',
  'message.status_changed': 'message_status_changed',
  'chat.updated': 'chat_updated',
  'chat.removed': 'chat_removed',
  'labels.changed': 'labels_changed',
  'note.updated': 'note_updated',
  'note.removed': 'note_removed',
  'attendants.changed': 'attendants_changed',
  'quick_reply.updated': 'quick_reply_updated',
  'quick_reply.removed': 'quick_reply_removed',
  'session.status_changed': 'session_status_changed',
  'history.stored': 'history_stored',
  'earlier_account.updated': 'earlier_account_updated',
  'change.refused': 'change_refused',
  'preferences.changed': 'preferences_changed',
  'business_hours.changed': 'business_hours_changed',
  'automatic_messages.changed': 'automatic_messages_changed',
  'contact.erased': 'contact_erased',
  'export.updated': 'export_updated',
  'export.removed': 'export_removed',
  'webhook.disabled': 'webhook_disabled',
} as const satisfies Record<EventName, string>

/** Events that go together, those first that most receivers want. */
export const eventGroups = {
  messages: ['message.received', 'message.created', 'message.updated', 'message.status_changed'],
  chats: ['chat.updated', 'chat.removed', 'labels.changed', 'history.stored', 'earlier_account.updated'],
  connection: ['session.status_changed', 'change.refused', 'preferences.changed'],
  attending: [
    'note.updated',
    'note.removed',
    'attendants.changed',
    'quick_reply.updated',
    'quick_reply.removed',
    'business_hours.changed',
    'automatic_messages.changed',
  ],
  notices: ['contact.erased', 'export.updated', 'export.removed', 'webhook.disabled'],
} as const satisfies Record<string, readonly EventName[]>

export type EventGroup = keyof typeof eventGroups
export const groupNames = Object.keys(eventGroups) as EventGroup[]

export const isEventName = (name: string): name is EventName => name in eventWords

/** Names in the order in which the form shows them. */
export const inOrder = (names: readonly string[]): EventName[] =>
  Object.values(eventGroups).flatMap((group) => group.filter((name) => names.includes(name)))

/** With all of a group, or without any of it. */
export function withGroup(names: readonly string[], group: EventGroup, isWanted: boolean): EventName[] {
  const members: readonly EventName[] = eventGroups[group]
  const others = inOrder(names).filter((name) => !members.includes(name))
  return inOrder(isWanted ? [...others, ...members] : others)
}

export function withEvent(names: readonly string[], event: EventName, isWanted: boolean): EventName[] {
  return inOrder(isWanted ? [...names, event] : names.filter((name) => name !== event))
}

export const partOf = (names: readonly string[], group: EventGroup): 'all' | 'some' | 'none' => {
  const count = eventGroups[group].filter((name) => names.includes(name)).length
  return count === 0 ? 'none' : count === eventGroups[group].length ? 'all' : 'some'
}
