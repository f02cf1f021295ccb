// The keys of a tenant's programs, as its own panel and the provider's see to them.
import { answer, http } from './http'
import type { ApiKey, KeyScope, NewKey } from './types'

/** A key to make. */
export interface KeyDraft {
  label: string
  scopes: KeyScope[]
  /** RFC 3339; null: it never ends by itself. */
  expiresAt: string | null
  /** None: it opens from everywhere. */
  allowedAddresses: string[]
}

/** Whoever lists, makes and ends a tenant's keys. */
export interface KeysOfTenant {
  query: { queryKey: readonly unknown[]; queryFn: () => Promise<ApiKey[]> }
  make: (key: KeyDraft) => Promise<NewKey>
  revoke: (keyId: string) => Promise<unknown>
}

/** By the tenant itself. */
export const ownKeys = (tenantId: string): KeysOfTenant => {
  const path = { tenantId }
  return {
    query: {
      queryKey: ['api-keys', tenantId],
      queryFn: () => answer(http.GET('/api/whatsapp/{tenantId}/api-keys', { params: { path } })),
    },
    make: (body) => answer(http.POST('/api/whatsapp/{tenantId}/api-keys', { params: { path }, body })),
    revoke: (keyId) => answer(http.POST('/api/whatsapp/{tenantId}/api-keys/{keyId}/revoke', { params: { path: { ...path, keyId } } })),
  }
}

/** By the provider. */
export const keysOfClient = (tenantId: string): KeysOfTenant => {
  const path = { tenantId }
  return {
    query: {
      queryKey: ['admin', 'api-keys', tenantId],
      queryFn: () => answer(http.GET('/api/saas/tenants/{tenantId}/api-keys', { params: { path } })),
    },
    make: (body) => answer(http.POST('/api/saas/tenants/{tenantId}/api-keys', { params: { path }, body })),
    revoke: (keyId) => answer(http.POST('/api/saas/tenants/{tenantId}/api-keys/{keyId}/revoke', { params: { path: { ...path, keyId } } })),
  }
}
