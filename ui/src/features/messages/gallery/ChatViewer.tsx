import { useInfiniteQuery } from '@tanstack/react-query'
import { useEffect, useMemo, useState } from 'react'

import { gallery as galleryQuery, isInGallery } from '../../../api/gallery'
import type { Chat, Message } from '../../../api/types'
import { useNow } from '../../../lib/now'
import { part } from '../../../lib/part'
import { deedsOf } from '../acting/deeds'
import { type Beyond, Viewer } from '../kinds/media/Viewer'
import { isViewable, viewKey } from '../kinds/media/viewing'

const ForwardDialog = part(async () => (await import('../acting/ForwardDialog')).ForwardDialog)

interface Props {
  tenantId: string
  chat: Chat
  /** What it opens at. */
  opened: Message
  /** The message that the chat's gallery is read around; from its newest on without one. */
  around?: string
  /** What is known before the gallery is, newest first. */
  known: readonly Message[]
  onShow: (messageId: string) => void
  onClose: () => void
}

/** So near to the end of what is known, more is fetched. */
const nearEnd = 5

/** All pictures and films of a chat in the viewer, also those that its conversation has not read yet. */
export function ChatViewer({ tenantId, chat, opened, around, known, onShow, onClose }: Props) {
  const nowMs = useNow()
  const [at, setAt] = useState(viewKey(opened))
  const [forwarded, setForwarded] = useState<Message>()
  const isListed = isInGallery('media', opened)
  const query = useInfiniteQuery({ ...galleryQuery(tenantId, chat.id, 'media', around), enabled: isListed })
  const messages = useMemo(() => {
    const isIt = (message: Message) => viewKey(message) === at
    // What opens once stands among no others.
    if (!isListed) return known.filter(isIt)
    const listed = query.data?.pages.flatMap(({ items }) => items)
    const newestFirst = listed?.some(isIt) ? listed : known
    return newestFirst.filter((message) => isViewable(message) && isInGallery('media', message)).reverse()
  }, [query.data, known, at, isListed])
  const index = messages.findIndex((message) => viewKey(message) === at)

  const fetchOlder = () => void query.fetchNextPage({ cancelRefetch: false })
  const fetchNewer = () => void query.fetchPreviousPage({ cancelRefetch: false })
  const isReading = isListed && query.data === undefined
  const older: Beyond = {
    isMore: isReading || query.hasNextPage,
    isFailed: query.isError,
    fetch: query.data ? fetchOlder : () => void query.refetch(),
  }
  const newer: Beyond = {
    isMore: isReading || query.hasPreviousPage,
    isFailed: query.isError,
    fetch: query.data ? fetchNewer : () => void query.refetch(),
  }
  useEffect(() => {
    if (!query.data || query.isFetching || query.isError) return
    if (query.hasNextPage && index < nearEnd) fetchOlder()
    else if (query.hasPreviousPage && index >= messages.length - nearEnd) fetchNewer()
  })
  const shown = messages[index]
  const canForward = chat.isCurrent && shown !== undefined && deedsOf(shown, { nowMs, isAdmin: false }).includes('forward')
  return (
    <>
      <Viewer
        messages={messages}
        at={at}
        older={older}
        newer={newer}
        onMove={setAt}
        onShow={({ id }) => onShow(id)}
        onForward={canForward ? setForwarded : undefined}
        onClose={onClose}
      />
      {forwarded && <ForwardDialog tenantId={tenantId} messages={[forwarded]} onClose={() => setForwarded(undefined)} />}
    </>
  )
}
