import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'

import { chatActions } from '../../../api/chat-settings'
import { noticeChange, putChat } from '../../../api/chat-events'
import { type TroubleCode, troubleOf } from '../../../api/problem'
import { chats as chatsQuery } from '../../../api/tenant'
import type { Chat } from '../../../api/types'
import { useSingleKeys } from '../../../lib/single-keys'
import { knownChat } from '../known-chat'
import { nextWaiting } from './waiting'

/** So many who wait are known ahead of the one who is open: nobody behind them is left out. */
const ahead = 50
/** What was done may be undone for so long. */
const undoMs = 12_000

/** A chat that was put away by a key; or could not be, and why. */
export interface Done {
  chat: Chat
  trouble: TroubleCode | null
}

interface Given {
  tenantId: string
  openChatId: string | undefined
  /** Opens a chat by key: the focus stays out of its field. */
  onOpen: (chatId: string) => void
  /** Nobody waits any more. */
  onLeave: () => void
}

/** Those who wait for an answer, one after the other by keyboard: J and K walk among them, E puts away who was answered. */
export function useWaiting({ tenantId, openChatId, onOpen, onLeave }: Given) {
  const client = useQueryClient()
  const { data, hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage } = useInfiniteQuery(
    chatsQuery(tenantId, '', 'waiting'),
  )
  const waiting = data?.pages.flatMap(({ items }) => items) ?? []
  const [done, setDone] = useState<Done>()
  const isFinishing = useRef(false)
  const openNow = useRef(openChatId)
  useEffect(() => {
    openNow.current = openChatId
  }, [openChatId])
  const open = openChatId === undefined ? undefined : knownChat(client, tenantId, openChatId)

  const at = waiting.findIndex(({ id }) => id === openChatId)
  // What could not be fetched is asked for again with the list, not without end.
  const isShort = hasNextPage && !isFetchingNextPage && !isFetchNextPageError && waiting.length - at < ahead
  useEffect(() => {
    if (isShort) void fetchNextPage()
  }, [isShort, fetchNextPage])

  useEffect(() => {
    if (done === undefined) return
    const timer = setTimeout(() => setDone(undefined), undoMs)
    return () => clearTimeout(timer)
  }, [done])

  const goTo = (step: 1 | -1) => {
    const next = nextWaiting(waiting, open, step)
    if (next) onOpen(next.id)
  }
  const put = async (chat: Chat, isArchived: boolean): Promise<TroubleCode | null> => {
    try {
      putChat(client, tenantId, await chatActions.set(tenantId, chat.id, { isArchived }))
      noticeChange(client, tenantId, chat.id)
      return null
    } catch (error) {
      return troubleOf(error).code
    }
  }
  const finish = async () => {
    if (!open?.isCurrent || open.isArchived || isFinishing.current) return
    const next = nextWaiting(waiting, open, 1)
    isFinishing.current = true
    const trouble = await put(open, true)
    isFinishing.current = false
    setDone({ chat: open, trouble })
    // Whoever has gone on meanwhile is left where they are.
    if (trouble !== null || openNow.current !== open.id) return
    if (next) onOpen(next.id)
    else onLeave()
  }
  const undo = async ({ chat }: Done) => {
    const trouble = await put(chat, false)
    setDone(trouble === null ? undefined : { chat, trouble })
    if (trouble === null) onOpen(chat.id)
  }
  useSingleKeys({ j: () => goTo(1), k: () => goTo(-1), e: () => void finish() })
  return { waiting, hasMore: hasNextPage, done, undo, forget: () => setDone(undefined) }
}
