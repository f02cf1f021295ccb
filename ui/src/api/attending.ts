// The people of the tenant who answer: who they are, what they note down, whose a chat is, and who looks at it just now.
import { queryOptions } from '@tanstack/react-query'

import { answer, http } from './http'
import { whileNotLive } from './tenant'
import type { Looker, Note } from './types'

export const attendingKeys = {
  attendants: (tenantId: string) => ['attendants', tenantId] as const,
  noteLists: (tenantId: string) => ['notes', tenantId] as const,
  notes: (tenantId: string, chatId: string) => ['notes', tenantId, chatId] as const,
  lookers: (tenantId: string) => ['lookers', tenantId] as const,
}

const of = (tenantId: string) => ({ params: { path: { tenantId } } })
const inChat = (tenantId: string, chatId: string) => ({ params: { path: { tenantId, chatId } } })

/** Everybody who answers, and who does in this browser. News keep it fresh. */
export const attendants = (tenantId: string) =>
  queryOptions({
    queryKey: attendingKeys.attendants(tenantId),
    queryFn: () => answer(http.GET('/api/whatsapp/{tenantId}/attendants', of(tenantId))),
    staleTime: Infinity,
  })

/** What was noted down about a chat, the oldest first. News keep it fresh. */
export const notes = (tenantId: string, chatId: string) =>
  queryOptions({
    queryKey: attendingKeys.notes(tenantId, chatId),
    queryFn: () => answer(http.GET('/api/whatsapp/{tenantId}/chats/{chatId}/notes', inChat(tenantId, chatId))),
    staleTime: Infinity,
  })

/** The list with one in the place of what it was, or as its last. */
export const withNote = (all: readonly Note[], note: Note): Note[] =>
  all.some(({ id }) => id === note.id) ? all.map((one) => (one.id === note.id ? note : one)) : [...all, note]

/** Who is not told of again for so long looks no longer. */
const looksForMs = 60_000
const typesForMs = 15_000

/** Somebody who looks at a chat, until when, and until when they type. */
export interface Look extends Looker {
  untilMs: number
  typesUntilMs: number
}

/** How somebody is told of who looks now. */
export const lookOf = (looker: Looker, nowMs: number): Look => ({
  ...looker,
  untilMs: nowMs + looksForMs,
  typesUntilMs: looker.isTyping ? nowMs + typesForMs : 0,
})

/** Who else looks at which chat. The socket tells of it from then on. */
export const lookers = (tenantId: string) =>
  queryOptions({
    queryKey: attendingKeys.lookers(tenantId),
    queryFn: async (): Promise<Look[]> => {
      const all = await answer(http.GET('/api/whatsapp/{tenantId}/looking', of(tenantId)))
      return all.map((looker) => lookOf(looker, Date.now()))
    },
    staleTime: Infinity,
    refetchInterval: whileNotLive(10_000),
  })

export const attendingActions = {
  /** Says who answers in this browser: whoever has that name already, or somebody new. */
  name: (tenantId: string, name: string) =>
    answer(http.POST('/api/whatsapp/{tenantId}/attendants/own', { ...of(tenantId), body: { name } })),
  rename: (tenantId: string, attendantId: string, name: string) =>
    answer(http.POST('/api/whatsapp/{tenantId}/attendants/{attendantId}', { params: { path: { tenantId, attendantId } }, body: { name } })),
  remove: (tenantId: string, attendantId: string) =>
    answer(http.DELETE('/api/whatsapp/{tenantId}/attendants/{attendantId}', { params: { path: { tenantId, attendantId } } })),
  /** Gives a chat to somebody, or to nobody. */
  assign: (tenantId: string, chatId: string, attendantId: string | null) =>
    attendantId === null
      ? answer(http.DELETE('/api/whatsapp/{tenantId}/chats/{chatId}/assignee', inChat(tenantId, chatId)))
      : answer(http.POST('/api/whatsapp/{tenantId}/chats/{chatId}/assignee', { ...inChat(tenantId, chatId), body: { attendantId } })),
  writeNote: (tenantId: string, chatId: string, text: string) =>
    answer(http.POST('/api/whatsapp/{tenantId}/chats/{chatId}/notes', { ...inChat(tenantId, chatId), body: { text } })),
  changeNote: (tenantId: string, chatId: string, noteId: string, text: string) =>
    answer(
      http.POST('/api/whatsapp/{tenantId}/chats/{chatId}/notes/{noteId}', {
        params: { path: { tenantId, chatId, noteId } },
        body: { text },
      }),
    ),
  removeNote: (tenantId: string, chatId: string, noteId: string) =>
    answer(http.DELETE('/api/whatsapp/{tenantId}/chats/{chatId}/notes/{noteId}', { params: { path: { tenantId, chatId, noteId } } })),
}
