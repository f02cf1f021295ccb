// Files of messages: where they are, what can be asked of them, and how far they have come.
import { queryOptions } from '@tanstack/react-query'
import type { Client } from 'openapi-fetch'

import { answer, http } from './http'
import type { MediaDraft, MediaFile, MediaPaths, MediaProgress } from './media-paths'
import { lostAfterMs, tenantKeys } from './tenant'
import type { Message } from './types'

const files = http as unknown as Client<MediaPaths>

/** The file of a message; null where it has none, or a server of before does not tell. */
export const fileOf = (message: Message): MediaFile | null => message.file ?? null

/** The file itself. */
export const mediaUrl = (tenantId: string, mediaId: string): string => `/api/whatsapp/${tenantId}/media/${mediaId}`

/** The file itself, to be kept and not shown. */
export const downloadUrl = (tenantId: string, mediaId: string): string => `${mediaUrl(tenantId, mediaId)}?download`

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
    answer(files.POST('/api/whatsapp/{tenantId}/media/{mediaId}/fetch', { params: { path: { tenantId, mediaId } } })),
  /** What has become of an upload. */
  upload: (tenantId: string, uploadId: string) =>
    answer(files.GET('/api/whatsapp/{tenantId}/media/uploads/{uploadId}', { params: { path: { tenantId, uploadId } } })),
  sendToChat: (tenantId: string, chatId: string, message: MediaDraft, key: string) =>
    answer(
      files.POST('/api/whatsapp/{tenantId}/chats/{chatId}/send', {
        params: { path: { tenantId, chatId }, header: { 'Idempotency-Key': key } },
        body: { message },
        signal: AbortSignal.timeout(lostAfterMs),
      }),
    ),
}
