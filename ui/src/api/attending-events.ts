// What events, the socket and what was done here make of who answers, of notes, and of who looks at which chat.
import type { QueryClient } from '@tanstack/react-query'

import { attendingKeys, type Look, lookOf, withNote } from './attending'
import { readAnew } from './gaps'
import type { Reducer } from './reducer'
import { tenantKeys } from './tenant'
import type { AttendantList, Looker, Note } from './types'

export const attendingReducer = {
  answers: (tenantId) => [attendingKeys.attendants(tenantId), attendingKeys.noteLists(tenantId)],
  on: {
    'attendants.changed': {
      put: (client, tenantId, { data }) => {
        client.setQueryData<AttendantList>(attendingKeys.attendants(tenantId), (known) => known && { ...known, ...data })
      },
      follow: noticeAttendants,
    },
    'note.updated': {
      put: (client, tenantId, { data }) => {
        client.setQueryData<Note[]>(attendingKeys.notes(tenantId, data.chatId), (all) => all && withNote(all, data))
      },
    },
    'note.removed': {
      put: (client, tenantId, { data: { chatId, noteId } }) => {
        client.setQueryData<Note[]>(attendingKeys.notes(tenantId, chatId), (all) => all?.filter(({ id }) => id !== noteId))
      },
    },
    'chat.updated': {
      // Notes of two chats that became one come without events of their own.
      follow: (client, tenantId, { data }) => {
        const key = attendingKeys.notes(tenantId, data.id)
        if ((client.getQueryData<Note[]>(key)?.length ?? data.notes) !== data.notes) readAnew(client, [key])
      },
    },
  },
} satisfies Reducer

/** Who answers here may be another; chats of who is gone are nobody's, and notes carry names. */
export function noticeAttendants(client: QueryClient, tenantId: string): void {
  readAnew(client, [
    attendingKeys.attendants(tenantId),
    attendingKeys.noteLists(tenantId),
    tenantKeys.chatLists(tenantId),
    ['chat', tenantId],
  ])
}

/** Who looks at which chat, instead of what was known of them; of none is not at all. */
export function putLooker(client: QueryClient, tenantId: string, looker: Looker): void {
  client.setQueryData<Look[]>(attendingKeys.lookers(tenantId), (known = []) => {
    const others = known.filter(({ who }) => who !== looker.who)
    return looker.chatId === null ? others : [...others, lookOf(looker, Date.now())]
  })
}
