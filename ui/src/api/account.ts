// The account itself: what it shows of itself, and in which browsers its panel is open.
import { queryOptions } from '@tanstack/react-query'

import { answer, http } from './http'
import { viewable } from './page-proof'
import type { MediaChoice, NewPreferences, NewProfile } from './types'

export const accountKeys = {
  profile: (tenantId: string) => ['own-profile', tenantId] as const,
  logins: (tenantId: string) => ['logins', tenantId] as const,
  preferences: (tenantId: string) => ['preferences', tenantId] as const,
  room: (tenantId: string) => ['room', tenantId] as const,
  downloads: (tenantId: string) => ['downloads', tenantId] as const,
}

const of = (tenantId: string) => ({ params: { path: { tenantId } } })

/** What the account shows of itself. */
export const ownProfile = (tenantId: string) =>
  queryOptions({
    queryKey: accountKeys.profile(tenantId),
    queryFn: () => answer(http.GET('/api/whatsapp/{tenantId}/profile', of(tenantId))),
  })

/** Where the account's own picture is, if it shows one: another picture has another address. */
export const ownPictureUrl = (tenantId: string, pictureId: string | null | undefined): string | undefined =>
  pictureId == null ? undefined : viewable(tenantId, `/api/whatsapp/${tenantId}/profile/picture?${pictureId}`)

/** In which browsers the panel is open, the newest first. */
export const logins = (tenantId: string) =>
  queryOptions({
    queryKey: accountKeys.logins(tenantId),
    queryFn: () => answer(http.GET('/api/whatsapp/{tenantId}/logins', of(tenantId))),
  })

/** What others see of the account. */
export const preferences = (tenantId: string) =>
  queryOptions({
    queryKey: accountKeys.preferences(tenantId),
    queryFn: () => answer(http.GET('/api/whatsapp/{tenantId}/preferences', of(tenantId))),
    staleTime: Infinity,
  })

/** How much room messages and files take on the provider's disk. */
export const roomTaken = (tenantId: string) =>
  queryOptions({
    queryKey: accountKeys.room(tenantId),
    queryFn: () => answer(http.GET('/api/whatsapp/{tenantId}/storage', of(tenantId))),
  })

/** Which files are fetched as they arrive, and the most that may be chosen. */
export const downloadRules = (tenantId: string) =>
  queryOptions({
    queryKey: accountKeys.downloads(tenantId),
    queryFn: () => answer(http.GET('/api/whatsapp/{tenantId}/media-policy', of(tenantId))),
  })

export const accountActions = {
  setDownloadRules: (tenantId: string, body: MediaChoice) =>
    answer(http.POST('/api/whatsapp/{tenantId}/media-policy', { ...of(tenantId), body })),
  choose: (tenantId: string, body: NewPreferences) => answer(http.POST('/api/whatsapp/{tenantId}/preferences', { ...of(tenantId), body })),
  /** Somebody looks at the panel and at a chat, which counts for a minute; or no longer, which is said even while the page goes. */
  look: (tenantId: string, isLooking: boolean, chatId: string | null) =>
    answer(http.POST('/api/whatsapp/{tenantId}/looking', { ...of(tenantId), body: { isLooking, chatId }, keepalive: true })),
  changeProfile: (tenantId: string, body: NewProfile) => answer(http.POST('/api/whatsapp/{tenantId}/profile', { ...of(tenantId), body })),
  endLogin: (tenantId: string, loginId: string) =>
    answer(http.DELETE('/api/whatsapp/{tenantId}/logins/{loginId}', { params: { path: { tenantId, loginId } } })),
  endOtherLogins: (tenantId: string) => answer(http.DELETE('/api/whatsapp/{tenantId}/logins', of(tenantId))),
}
