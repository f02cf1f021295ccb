// What a chat holds of pictures and films, of documents and of links.
import { infiniteQueryOptions } from '@tanstack/react-query'

import { answer, http } from './http'
import { beginningAt, newerThan, olderThan, tenantKeys, whileNotLive } from './tenant'
import type { GalleryPart, Message } from './types'

export const galleryParts: readonly GalleryPart[] = ['media', 'documents', 'links']

/** Pages run from the newest to the oldest: from the newest of all, or from around one message and on in both directions. */
export const gallery = (tenantId: string, chatId: string, part: GalleryPart, around?: string) =>
  infiniteQueryOptions({
    queryKey: tenantKeys.gallery(tenantId, chatId, part, around),
    queryFn: ({ pageParam }) => {
      const query = { part, limit: 100, ...pageParam }
      return answer(http.GET('/api/whatsapp/{tenantId}/chats/{chatId}/gallery', { params: { path: { tenantId, chatId }, query } }))
    },
    initialPageParam: beginningAt(around),
    getNextPageParam: olderThan,
    getPreviousPageParam: newerThan,
    refetchInterval: whileNotLive(10_000),
  })

/** Whether a message stands in a part of its chat's gallery, as the server has it. */
export function isInGallery(part: GalleryPart, { content, context }: Message): boolean {
  if (context.isViewOnce) return false
  switch (part) {
    case 'media':
      return content.kind === 'media' && (content.file === 'image' || content.file === 'video' || content.file === 'gif')
    case 'documents':
      return content.kind === 'media' && content.file === 'document'
    case 'links':
      return /https?:\/\/./i.test(textOf(content))
  }
}

/** The words in which links are looked for. */
export function textOf(content: Message['content']): string {
  if ('text' in content) return content.text ?? ''
  return 'caption' in content ? (content.caption ?? '') : ''
}
