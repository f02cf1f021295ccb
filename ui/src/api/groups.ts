// What can be done with groups.
import { queryOptions } from '@tanstack/react-query'

import { answer, http } from './http'
import { tenantKeys } from './tenant'
import type { Address, GroupSettings, ParticipantsDeed } from './types'

/** So many people are added, removed or let in at a time. */
export const mostPeople = 50

const of = (tenantId: string, chatId: string) => ({ params: { path: { tenantId, chatId } } })

/** By which address WhatsApp is told of somebody. */
export const addressOf = ({ lid, pn }: Address): string => lid ?? pn ?? ''

/** The link by which people join; only admins are told. */
export const inviteLink = (tenantId: string, chatId: string) =>
  queryOptions({
    queryKey: tenantKeys.inviteLink(tenantId, chatId),
    queryFn: () => answer(http.GET('/api/whatsapp/{tenantId}/chats/{chatId}/invite-link', of(tenantId, chatId))),
    staleTime: 60_000,
  })

/** Who asks to be let in; only admins are told. */
export const joinRequests = (tenantId: string, chatId: string) =>
  queryOptions({
    queryKey: tenantKeys.joinRequests(tenantId, chatId),
    queryFn: () => answer(http.GET('/api/whatsapp/{tenantId}/chats/{chatId}/join-requests', of(tenantId, chatId))),
  })

export const groupActions = {
  make: (tenantId: string, subject: string, participants: string[]) =>
    answer(http.POST('/api/whatsapp/{tenantId}/groups', { params: { path: { tenantId } }, body: { subject, participants } })),
  change: (tenantId: string, chatId: string, body: GroupSettings) =>
    answer(http.POST('/api/whatsapp/{tenantId}/chats/{chatId}/group', { ...of(tenantId, chatId), body })),
  people: (tenantId: string, chatId: string, change: ParticipantsDeed, participants: string[]) =>
    answer(http.POST('/api/whatsapp/{tenantId}/chats/{chatId}/participants', { ...of(tenantId, chatId), body: { change, participants } })),
  /** Gives the group an uploaded picture; none where there is no id. */
  setPicture: (tenantId: string, chatId: string, mediaId: string | undefined) =>
    answer(
      mediaId === undefined
        ? http.DELETE('/api/whatsapp/{tenantId}/chats/{chatId}/picture', of(tenantId, chatId))
        : http.POST('/api/whatsapp/{tenantId}/chats/{chatId}/picture', { ...of(tenantId, chatId), body: { mediaId } }),
    ),
  renewLink: (tenantId: string, chatId: string) =>
    answer(http.POST('/api/whatsapp/{tenantId}/chats/{chatId}/invite-link', of(tenantId, chatId))),
  decide: (tenantId: string, chatId: string, approve: boolean, participants: string[]) =>
    answer(
      http.POST('/api/whatsapp/{tenantId}/chats/{chatId}/join-requests', { ...of(tenantId, chatId), body: { approve, participants } }),
    ),
  leave: (tenantId: string, chatId: string) => answer(http.POST('/api/whatsapp/{tenantId}/chats/{chatId}/leave', of(tenantId, chatId))),
}
