import { useInfiniteQuery } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { useEffect, useState } from 'react'

import { chats as chatsQuery } from '../../api/tenant'
import type { Portal } from '../../api/types'
import { isMuted } from '../../features/messages/chat-words'
import { useNow } from '../../lib/now'
import { useListShown } from '../list-shown'
import { setTitle } from '../title'
import { useInstallable } from './installable'
import { Background, useNextParts } from './parts'
import { PortalContext } from './portal-context'
import { createPanelRouter } from './router'

/** The tenant's own panel. */
export function Panel({ portal }: { portal: Portal }) {
  useInstallable(portal)
  useUnreadTitle(portal.tenantId)
  const isListShown = useListShown(portal.tenantId)
  useNextParts(isListShown)
  const [router] = useState(createPanelRouter)
  const open = (chatId: string | undefined) => {
    const { publicId } = placeIn(router)
    if (publicId === undefined) return
    if (chatId === undefined) void router.navigate({ to: '/client/$publicId', params: { publicId } })
    else void router.navigate({ to: '/client/$publicId/chats/$chatId', params: { publicId, chatId } })
  }
  return (
    <PortalContext value={portal}>
      <RouterProvider router={router} />
      {isListShown && (
        <Background tenantId={portal.tenantId} tenantName={portal.tenantName} openChatId={() => placeIn(router).chatId} onOpen={open} />
      )}
    </PortalContext>
  )
}

/** Where the panel is, from outside of its pages. */
function placeIn(router: ReturnType<typeof createPanelRouter>): { publicId?: string; chatId?: string } {
  // The types of routes are per project, and this project has two routers.
  return (router.state.matches.at(-1)?.params ?? {}) as { publicId?: string; chatId?: string }
}

/** The page's title says how many chats wait to be read; those that are muted are nobody's hurry. */
function useUnreadTitle(tenantId: string) {
  const { data } = useInfiniteQuery(chatsQuery(tenantId, '', 'unread'))
  const now = useNow()
  const unread = data?.pages.flatMap((page) => page.items).filter((chat) => !isMuted(chat, now)).length
  useEffect(() => setTitle({ unread: unread ?? 0 }), [unread])
  useEffect(() => () => setTitle({ unread: 0 }), [])
}
