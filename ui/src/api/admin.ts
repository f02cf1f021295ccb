import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'

import { answer, http } from './http'
import { connection } from './connection'
import type { KeyDraft } from './api-keys'
import type { AccessBody, DesktopSettings, MediaPolicy, SessionStatus, SettingsBody, TenantSort, UpdateChoice } from './types'

export const tenantSorts = ['name', 'status', 'since', 'activity', 'created'] as const satisfies readonly TenantSort[]

/** By what, and which end comes first. */
export interface TenantOrder {
  sort: TenantSort
  order: 'asc' | 'desc'
}

export const newestFirst: TenantOrder = { sort: 'created', order: 'desc' }

/** Which tenants the list shows, in which order. */
export interface TenantFilter extends TenantOrder {
  search: string
  status: SessionStatus | null
}

export const adminKeys = {
  me: ['admin', 'me'] as const,
  overview: ['admin', 'overview'] as const,
  settings: ['admin', 'settings'] as const,
  access: ['admin', 'access'] as const,
  desktop: ['admin', 'desktop'] as const,
  update: ['admin', 'update'] as const,
  links: ['admin', 'link'] as const,
  lists: ['admin', 'tenants'] as const,
  list: (filter: TenantFilter) => ['admin', 'tenants', filter] as const,
  tenant: (id: string) => ['admin', 'tenant', id] as const,
  link: (id: string) => ['admin', 'link', id] as const,
  mediaPolicy: (id: string) => ['admin', 'media-policy', id] as const,
  historyPolicy: (id: string) => ['admin', 'history-policy', id] as const,
  deletionPolicy: (id: string) => ['admin', 'deletion-policy', id] as const,
  providerKeys: ['admin', 'keys'] as const,
  issued: (keyId: string) => ['admin', 'issued', keyId] as const,
}

/** While the socket is down, news are asked for. */
const whileNotLive = (ms: number) => () => (connection.get() === 'live' ? false : ms)

export const me = queryOptions({
  queryKey: adminKeys.me,
  queryFn: () => answer(http.GET('/api/saas/me')),
  staleTime: Infinity,
})

/** What the provider said of itself, and how far the first run is. */
export const settings = queryOptions({
  queryKey: adminKeys.settings,
  queryFn: () => answer(http.GET('/api/saas/settings')),
  staleTime: Infinity,
})

export const overview = queryOptions({
  queryKey: adminKeys.overview,
  queryFn: () => answer(http.GET('/api/saas/overview')),
  // Memory and uptime have no event.
  refetchInterval: 10_000,
})

export const access = queryOptions({
  queryKey: adminKeys.access,
  queryFn: () => answer(http.GET('/api/saas/access')),
  refetchInterval: whileNotLive(5_000),
})

export const tenants = (filter: TenantFilter) =>
  infiniteQueryOptions({
    queryKey: adminKeys.list(filter),
    queryFn: ({ pageParam }) => {
      const { search, status, sort, order } = filter
      const query = { limit: 200, sort, order, search: search || undefined, status: status ?? undefined, cursor: pageParam ?? undefined }
      return answer(http.GET('/api/saas/tenants', { params: { query } }))
    },
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextCursor,
    refetchInterval: whileNotLive(5_000),
  })

const of = (tenantId: string) => ({ params: { path: { tenantId } } })

export const tenant = (id: string) =>
  queryOptions({
    queryKey: adminKeys.tenant(id),
    queryFn: () => answer(http.GET('/api/saas/tenants/{tenantId}', of(id))),
    refetchInterval: whileNotLive(5_000),
  })

export const link = (id: string) =>
  queryOptions({
    queryKey: adminKeys.link(id),
    queryFn: () => answer(http.GET('/api/saas/tenants/{tenantId}/link', of(id))),
  })

export const mediaPolicy = (id: string) =>
  queryOptions({
    queryKey: adminKeys.mediaPolicy(id),
    queryFn: () => answer(http.GET('/api/saas/tenants/{tenantId}/media-policy', of(id))),
  })

export const historyPolicy = (id: string) =>
  queryOptions({
    queryKey: adminKeys.historyPolicy(id),
    queryFn: () => answer(http.GET('/api/saas/tenants/{tenantId}/history-policy', of(id))),
  })

export const deletionPolicy = (id: string) =>
  queryOptions({
    queryKey: adminKeys.deletionPolicy(id),
    queryFn: () => answer(http.GET('/api/saas/tenants/{tenantId}/deletion-policy', of(id))),
  })

export const providerKeys = queryOptions({
  queryKey: adminKeys.providerKeys,
  queryFn: () => answer(http.GET('/api/saas/api-keys')),
})

/** What a key made or was shown, and that goes on working without it. */
export const issuedBy = (keyId: string) =>
  queryOptions({
    queryKey: adminKeys.issued(keyId),
    queryFn: () => answer(http.GET('/api/saas/api-keys/{keyId}/issued', { params: { path: { keyId } } })),
    staleTime: 0,
  })

/** What the desktop app does around the server, where the server runs in one. */
export const desktop = queryOptions({
  queryKey: adminKeys.desktop,
  queryFn: () => answer(http.GET('/api/saas/desktop')),
})

/** Whether there is a newer version. What goes on is followed; the rest changes once a day. */
export const update = queryOptions({
  queryKey: adminKeys.update,
  queryFn: () => answer(http.GET('/api/saas/update')),
  refetchInterval: ({ state: { data } }) => (data?.isChecking || (data && data.step.kind !== 'idle') ? 1_000 : 600_000),
})

export const adminActions = {
  login: ({ password, code }: { password: string; code?: string }) =>
    answer(http.POST('/api/saas/login', { body: code === undefined ? { password } : { password, code } })),
  ticketLogin: (ticket: string) => answer(http.POST('/api/saas/ticket-login', { body: { ticket } })),
  logout: () => answer(http.POST('/api/saas/logout')),
  setSettings: (body: SettingsBody) => answer(http.POST('/api/saas/settings', { body })),
  setAccess: (body: AccessBody) => answer(http.POST('/api/saas/access', { body })),
  setDesktop: (body: DesktopSettings) => answer(http.POST('/api/saas/desktop', { body })),
  setUpdate: (body: UpdateChoice) => answer(http.POST('/api/saas/update', { body })),
  checkUpdate: () => answer(http.POST('/api/saas/update/check')),
  installUpdate: (version: string) => answer(http.POST('/api/saas/update/install', { body: { version } })),
  postponeUpdate: (version: string, days: number) => answer(http.POST('/api/saas/update/postpone', { body: { version, days } })),
  checkAccess: () => answer(http.POST('/api/saas/access/check')),
  setPassword: ({ password, currentPassword }: { password: string; currentPassword?: string }) =>
    answer(http.POST('/api/saas/password', { body: currentPassword === undefined ? { password } : { password, currentPassword } })),
  beginTotp: (password: string) => answer(http.POST('/api/saas/totp', { body: { password } })),
  confirmTotp: (code: string) => answer(http.POST('/api/saas/totp/confirm', { body: { code } })),
  endTotp: (password: string) => answer(http.POST('/api/saas/totp/off', { body: { password } })),
  renewRecoveryCodes: (password: string) => answer(http.POST('/api/saas/totp/recovery-codes', { body: { password } })),
  createTenant: (name: string, phone: string) =>
    answer(http.POST('/api/saas/create-tenant', { body: phone === '' ? { name } : { name, phone } })),
  start: (id: string) => answer(http.POST('/api/saas/tenants/{tenantId}/start', of(id))),
  stop: (id: string) => answer(http.POST('/api/saas/tenants/{tenantId}/stop', of(id))),
  confirmNumber: (id: string, isRight: boolean) =>
    answer(http.POST('/api/saas/tenants/{tenantId}/confirm-number', { ...of(id), body: { isRight } })),
  pause: (id: string) => answer(http.POST('/api/saas/tenants/{tenantId}/pause', of(id))),
  rotateLink: (id: string) => answer(http.POST('/api/saas/tenants/{tenantId}/link/rotate', of(id))),
  revokeLink: (id: string) => answer(http.POST('/api/saas/tenants/{tenantId}/link/revoke', of(id))),
  setMediaPolicy: ({ tenantId, policy }: { tenantId: string; policy: MediaPolicy }) =>
    answer(http.POST('/api/saas/tenants/{tenantId}/media-policy', { ...of(tenantId), body: policy })),
  setHistoryPolicy: ({ tenantId, days }: { tenantId: string; days: number | null }) =>
    answer(http.POST('/api/saas/tenants/{tenantId}/history-policy', { ...of(tenantId), body: { days } })),
  setDeletionPolicy: ({ tenantId, keepsDeleted }: { tenantId: string; keepsDeleted: boolean }) =>
    answer(http.POST('/api/saas/tenants/{tenantId}/deletion-policy', { ...of(tenantId), body: { keepsDeleted } })),
  createProviderKey: (body: KeyDraft) => answer(http.POST('/api/saas/api-keys', { body })),
  revokeProviderKey: (keyId: string, withIssued: boolean) =>
    answer(http.POST('/api/saas/api-keys/{keyId}/revoke', { params: { path: { keyId } }, body: { withIssued } })),
  socketTicket: () => answer(http.POST('/api/saas/socket-ticket')),
}
