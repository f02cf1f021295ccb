import { queryOptions } from '@tanstack/react-query'

import { answer, http } from './http'
import type { ImportState, TypedIn } from './types'

/** How many people a page has. */
export const contactsPerPage = 100

export const contactKeys = {
  all: (tenantId: string) => ['contacts', tenantId] as const,
  index: (tenantId: string, search: string) => ['contacts', tenantId, 'index', search] as const,
  page: (tenantId: string, search: string, page: number) => ['contacts', tenantId, 'page', search, page] as const,
  one: (tenantId: string, id: string) => ['contacts', tenantId, 'one', id] as const,
  blocked: (tenantId: string) => ['blocked', tenantId] as const,
  erasures: (tenantId: string) => ['erasures', tenantId] as const,
  erasure: (tenantId: string, id: string) => ['erasures', tenantId, id] as const,
  check: (tenantId: string, id: string) => ['number-check', tenantId, id] as const,
  import: (tenantId: string, id: string) => ['contact-import', tenantId, id] as const,
  imported: (tenantId: string, id: string, state: ImportState | undefined, page: number) =>
    ['contact-import', tenantId, id, 'people', state ?? 'all', page] as const,
}

/** People change seldom; whoever comes back to the page sees them anew. */
const fresh = 30_000

/** How many people there are, and where each letter begins. */
export const contactIndex = (tenantId: string, search: string) =>
  queryOptions({
    queryKey: contactKeys.index(tenantId, search),
    queryFn: () =>
      answer(
        http.GET('/api/whatsapp/{tenantId}/contacts/letters', { params: { path: { tenantId }, query: { search: search || undefined } } }),
      ),
    staleTime: fresh,
  })

/** So many people from a place in the list on. */
export const contactPage = (tenantId: string, search: string, page: number) =>
  queryOptions({
    queryKey: contactKeys.page(tenantId, search, page),
    queryFn: () => {
      const query = { search: search || undefined, offset: page * contactsPerPage, limit: contactsPerPage }
      return answer(http.GET('/api/whatsapp/{tenantId}/contacts', { params: { path: { tenantId }, query } }))
    },
    staleTime: fresh,
  })

export const contact = (tenantId: string, contactId: string) =>
  queryOptions({
    queryKey: contactKeys.one(tenantId, contactId),
    queryFn: () => answer(http.GET('/api/whatsapp/{tenantId}/contacts/{contactId}', { params: { path: { tenantId, contactId } } })),
    staleTime: fresh,
  })

/** Whom the account blocks. */
export const blocked = (tenantId: string) =>
  queryOptions({
    queryKey: contactKeys.blocked(tenantId),
    queryFn: () => answer(http.GET('/api/whatsapp/{tenantId}/blocked', { params: { path: { tenantId } } })),
  })

/** What WhatsApp has said of numbers so far; asked again until it has of all. */
export const numberCheck = (tenantId: string, checkId: string) =>
  queryOptions({
    queryKey: contactKeys.check(tenantId, checkId),
    queryFn: () => answer(http.GET('/api/whatsapp/{tenantId}/contacts/check/{checkId}', { params: { path: { tenantId, checkId } } })),
    refetchInterval: (query) => (query.state.data?.waiting === 0 ? false : 1_000),
  })

/** How far a file of people has come; asked again while it goes on. */
export const contactImport = (tenantId: string, importId: string) =>
  queryOptions({
    queryKey: contactKeys.import(tenantId, importId),
    queryFn: () => answer(http.GET('/api/whatsapp/{tenantId}/contacts/imports/{importId}', { params: { path: { tenantId, importId } } })),
    refetchInterval: ({ state: { data } }) => (data === undefined || data.startedAtMs === null || data.isOver ? false : 1_000),
  })

/** So many people of a file from a place on; asked again while something becomes of them. */
export const importedPage = (tenantId: string, importId: string, state: ImportState | undefined, page: number, isGoing: boolean) =>
  queryOptions({
    queryKey: contactKeys.imported(tenantId, importId, state, page),
    queryFn: () => {
      const query = { state, offset: page * contactsPerPage, limit: contactsPerPage }
      const path = { tenantId, importId }
      return answer(http.GET('/api/whatsapp/{tenantId}/contacts/imports/{importId}/people', { params: { path, query } }))
    },
    refetchInterval: isGoing ? 2_000 : false,
  })

/** Erasures that go on and proofs of those that are over, the newest first; asked again while one goes on. */
export const erasures = (tenantId: string) =>
  queryOptions({
    queryKey: contactKeys.erasures(tenantId),
    queryFn: () => answer(http.GET('/api/whatsapp/{tenantId}/erasures', { params: { path: { tenantId } } })),
    refetchInterval: (query) => (query.state.data?.some(({ state }) => state === 'erasing') === true ? 2_000 : false),
  })

/** One of them; asked again until it is over. */
export const erasure = (tenantId: string, erasureId: string) =>
  queryOptions({
    queryKey: contactKeys.erasure(tenantId, erasureId),
    queryFn: () => answer(http.GET('/api/whatsapp/{tenantId}/erasures/{erasureId}', { params: { path: { tenantId, erasureId } } })),
    refetchInterval: (query) => (query.state.data?.state === 'erasing' ? 1_000 : false),
  })

export const contactActions = {
  /** Begins to erase everything of a person; it goes on by itself. */
  erase: (tenantId: string, contactId: string) =>
    answer(http.POST('/api/whatsapp/{tenantId}/contacts/{contactId}/erase', { params: { path: { tenantId, contactId } } })),
  block: (tenantId: string, party: string, isBlocked: boolean) =>
    answer(http.POST('/api/whatsapp/{tenantId}/blocked', { params: { path: { tenantId } }, body: { party, isBlocked } })),
  check: (tenantId: string, numbers: string[], typedIn: TypedIn | undefined) =>
    answer(
      http.POST('/api/whatsapp/{tenantId}/contacts/check', {
        params: { path: { tenantId } },
        body: typedIn === undefined ? { numbers } : { numbers, typedIn },
      }),
    ),
  /** Reads a file of people and compares it with the address book; nothing is saved by it. */
  readImport: (tenantId: string, file: File, typedIn: TypedIn | undefined) =>
    answer(
      http.POST('/api/whatsapp/{tenantId}/contacts/imports', {
        params: { path: { tenantId }, query: { typedIn } },
        // The file itself is the body.
        body: file as never,
        bodySerializer: (body: unknown) => body as File,
        headers: { 'content-type': 'application/octet-stream' },
      }),
    ),
  startImport: (tenantId: string, importId: string) =>
    answer(http.POST('/api/whatsapp/{tenantId}/contacts/imports/{importId}/start', { params: { path: { tenantId, importId } } })),
  /** Ends what goes on of it, too; who is saved stays in the address book. */
  removeImport: (tenantId: string, importId: string) =>
    answer(http.DELETE('/api/whatsapp/{tenantId}/contacts/imports/{importId}', { params: { path: { tenantId, importId } } })),
  /** All people, or those that were looked for, as a file. */
  exported: async (tenantId: string, format: 'csv' | 'vcard', search: string): Promise<Blob> => {
    const query = { format, search: search || undefined }
    const file: unknown = await answer(
      http.GET('/api/whatsapp/{tenantId}/contacts/export', { params: { path: { tenantId }, query }, parseAs: 'blob' }),
    )
    return file as Blob
  },
}
