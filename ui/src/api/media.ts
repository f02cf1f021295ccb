// Files of messages: where they are, what can be asked of them, and how far they have come.
import { queryOptions } from '@tanstack/react-query'

import { answer, http } from './http'
import { viewable } from './page-proof'
import { tenantKeys } from './tenant'
import type { MediaProgress } from './types'

/** The file itself. */
export const mediaUrl = (tenantId: string, mediaId: string): string => viewable(tenantId, `/api/whatsapp/${tenantId}/media/${mediaId}`)

/** The file itself, to be kept and not shown. */
export const downloadUrl = (tenantId: string, mediaId: string): string =>
  viewable(tenantId, `/api/whatsapp/${tenantId}/media/${mediaId}?download=true`)

/** Where resumable uploads begin. */
export const uploadsUrl = (tenantId: string): string => `/api/whatsapp/${tenantId}/media/uploads`

/** How far a file has come: on its way in, or out, by its id; on its way to the server, by its message's key. */
export const progress = (tenantId: string, id: string) =>
  queryOptions({
    queryKey: tenantKeys.progress(tenantId, id),
    queryFn: (): MediaProgress | null => null,
    initialData: null as MediaProgress | null,
    staleTime: Infinity,
  })

export const mediaActions = {
  /** Fetches a file now: one that waits to be asked for, or that did not come. */
  fetch: (tenantId: string, mediaId: string) =>
    answer(http.POST('/api/whatsapp/{tenantId}/media/{mediaId}/fetch', { params: { path: { tenantId, mediaId } } })),
  /** What has become of an upload. */
  upload: (tenantId: string, uploadId: string) =>
    answer(http.GET('/api/whatsapp/{tenantId}/media/uploads/{uploadId}', { params: { path: { tenantId, uploadId } } })),
}
