import { useCallback, useEffect, useRef } from 'react'

import { useStore } from '../../../lib/store'
import { useTranslation } from '../../../lib/translation'
import { choices } from './choices'
import { standingOf } from './pushed'
import { keepPush } from './pushing'

interface Given {
  tenantId: string
  /** Whether nothing of a chat waits to be seen. */
  isRead: (chatId: string) => boolean
  onOpen: (chatId: string | undefined) => void
}

/** Says when what stands is to be looked at again. */
export type Settle = () => void

/** What the worker says to open pages. */
interface Said {
  what?: unknown
  chatId?: unknown
}

/** Joins what was told while the panel was closed: a press leads here, and what was read takes its notice away. */
export function usePushes({ tenantId, isRead, onOpen }: Given): Settle {
  const { i18n } = useTranslation()
  const { showsText } = useStore(choices)
  const latest = useRef({ isRead, onOpen })
  const standing = useRef<Awaited<ReturnType<typeof standingOf>>>([])
  useEffect(() => {
    latest.current = { isRead, onOpen }
  })
  const settle = useCallback(() => {
    standing.current = standing.current.filter(({ chatId, notice }) => {
      if (!latest.current.isRead(chatId)) return true
      notice.close()
      return false
    })
  }, [])
  useEffect(() => {
    // Without an answer it is mended the next time; the switch in the settings says how it stands.
    void keepPush(tenantId).catch(() => undefined)
  }, [tenantId, showsText, i18n.language])
  useEffect(() => {
    if (!('serviceWorker' in navigator)) return undefined
    const look = () =>
      void standingOf(tenantId).then((found) => {
        standing.current = found
        settle()
      })
    const hear = ({ data }: MessageEvent<Said | null>) => {
      if (data?.what === 'shown') look()
      if (data?.what === 'open') latest.current.onOpen(typeof data.chatId === 'string' ? data.chatId : undefined)
    }
    const seen = () => document.visibilityState === 'visible' && look()
    look()
    navigator.serviceWorker.addEventListener('message', hear)
    document.addEventListener('visibilitychange', seen)
    return () => {
      navigator.serviceWorker.removeEventListener('message', hear)
      document.removeEventListener('visibilitychange', seen)
    }
  }, [tenantId, settle])
  return settle
}
