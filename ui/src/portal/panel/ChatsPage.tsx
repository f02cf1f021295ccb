import { useNavigate, useRouterState } from '@tanstack/react-router'
import { MessagesSquare } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'

import { ChatList } from '../../features/messages/ChatList'
import { Conversation } from '../../features/messages/Conversation'
import { NewChatDialog } from '../../features/messages/NewChatDialog'
import { twoPanes, useMedia } from '../../lib/media'
import { Blank } from '../../ui/Blank'
import { classes } from '../../ui/classes'
import { usePlace } from './place'
import { usePortal } from './portal-context'

/** Two panes from 900 px, one below. */
export function ChatsPage() {
  const { t } = useTranslation()
  const { tenantId } = usePortal()
  const { publicId, chatId, messageId } = usePlace()
  const navigate = useNavigate()
  const isWide = useMedia(twoPanes)
  const [isNew, setNew] = useState(false)
  const steps = useRouterState({ select: ({ location }) => location.state.stepsFromList })
  const isListHidden = !isWide && chatId !== undefined
  const list = useRef<HTMLDivElement>(null)
  useFocusOnReturn(list, isWide ? undefined : chatId)
  const open = (id: string, at?: string, replace = false) => {
    const stepsFromList = chatId === undefined ? 1 : steps && steps + (replace ? 0 : 1)
    const state = stepsFromList === undefined ? {} : { stepsFromList }
    if (at === undefined) void navigate({ to: '/client/$publicId/chats/$chatId', params: { publicId, chatId: id }, state, replace })
    else {
      const params = { publicId, chatId: id, messageId: at }
      void navigate({ to: '/client/$publicId/chats/$chatId/at/$messageId', params, state, replace })
    }
  }
  // The browser's own Back then leaves the panel, and does not open the chat again.
  const back = () => {
    if (steps !== undefined) history.go(-steps)
    else void navigate({ to: '/client/$publicId', params: { publicId }, replace: true })
  }
  return (
    <>
      {/* It keeps its place while a chat lies over it. */}
      <div
        ref={list}
        inert={isListHidden}
        className={isWide ? 'w-90 shrink-0 border-r border-line' : classes('min-w-0 grow', isListHidden && 'invisible absolute inset-0')}
      >
        <ChatList
          tenantId={tenantId}
          openChatId={chatId}
          hrefOf={(id, at) => `/client/${publicId}/chats/${id}${at === undefined ? '' : `/at/${encodeURIComponent(at)}`}`}
          onOpen={open}
          onNew={() => setNew(true)}
        />
      </div>
      {chatId !== undefined && (
        <Conversation
          key={chatId}
          tenantId={tenantId}
          chatId={chatId}
          at={messageId}
          onAt={(at, isInstead) => open(chatId, at, isInstead)}
          onBack={isWide ? undefined : back}
        />
      )}
      {isWide && chatId === undefined && (
        <div className="flex grow items-center justify-center bg-chat">
          <Blank icon={<MessagesSquare />} title={t('chats.pickTitle')} text={t('chats.pickText')} />
        </div>
      )}
      {isNew && (
        <NewChatDialog
          tenantId={tenantId}
          onClose={() => setNew(false)}
          onSent={(id) => {
            setNew(false)
            open(id)
          }}
        />
      )}
    </>
  )
}

/** Whoever comes back from a chat stands where they left the list: on that chat. */
function useFocusOnReturn(list: { current: HTMLElement | null }, chatId: string | undefined) {
  const left = useRef(chatId)
  useEffect(() => {
    const from = left.current
    left.current = chatId
    if (chatId !== undefined || from === undefined) return
    const links = [...(list.current?.querySelectorAll<HTMLAnchorElement>('a[href]') ?? [])]
    links.find(({ href }) => href.endsWith(`/chats/${from}`))?.focus({ preventScroll: true })
  }, [chatId, list])
}
