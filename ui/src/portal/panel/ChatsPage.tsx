import { useNavigate, useRouterState } from '@tanstack/react-router'
import { MessagesSquare } from 'lucide-react'
import { useState } from 'react'

import { ChatList } from '../../features/messages/ChatList'
import { twoPanes, useMedia } from '../../lib/media'
import { useTranslation } from '../../lib/translation'
import { Blank } from '../../ui/Blank'
import { ListBeside } from './ListBeside'
import { Conversation, NewChatDialog, NewGroupDialog } from './parts'
import { usePlace } from './place'
import { usePortal } from './portal-context'

/** Two panes from 900 px, one below. */
export function ChatsPage() {
  const { t } = useTranslation()
  const { tenantId } = usePortal()
  const { publicId, chatId, messageId } = usePlace()
  const navigate = useNavigate()
  const isWide = useMedia(twoPanes)
  const [isNew, setNew] = useState<'chat' | 'group' | false>(false)
  const steps = useRouterState({ select: ({ location }) => location.state.stepsFromList })
  const filter = useRouterState({ select: ({ location }) => location.state.filter })
  const isByKey = useRouterState({ select: ({ location }) => location.state.isByKey === true })
  // A conversation stays as it is where its chat becomes another one: with what it began as.
  const [keys, setKeys] = useState<Readonly<Record<string, string>>>({})
  const keyOf = (id: string) => keys[id] ?? id
  const hrefOf = (id: string, at?: string) => `/client/${publicId}/chats/${id}${at === undefined ? '' : `/at/${encodeURIComponent(at)}`}`
  const open = (id: string, at?: string, replace = false, by: { isByKey?: boolean } = {}) => {
    const stepsFromList = chatId === undefined ? 1 : steps && steps + (replace ? 0 : 1)
    const state = { ...(stepsFromList !== undefined && { stepsFromList }), ...by }
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
      <ListBeside openHref={chatId === undefined ? undefined : hrefOf(chatId)}>
        <ChatList
          tenantId={tenantId}
          openChatId={chatId}
          firstFilter={filter}
          hrefOf={hrefOf}
          onOpen={open}
          onOpenByKey={(id) => open(id, undefined, chatId !== undefined, { isByKey: true })}
          onLeave={back}
          onNew={() => setNew('chat')}
        />
      </ListBeside>
      {chatId !== undefined && (
        <Conversation
          key={keyOf(chatId)}
          tenantId={tenantId}
          chatId={chatId}
          at={messageId}
          isByKey={isByKey}
          onAt={(at, isInstead) => open(chatId, at, isInstead)}
          onMerged={(id) => {
            setKeys((keys) => ({ ...keys, [id]: keyOf(chatId) }))
            open(id, messageId, true, { isByKey })
          }}
          onBack={isWide ? undefined : back}
          waiting={<div className="grow bg-chat" />}
        />
      )}
      {isWide && chatId === undefined && (
        <div className="flex grow items-center justify-center bg-chat">
          <Blank icon={<MessagesSquare />} title={t('chats.pickTitle')} text={t('chats.pickText')} />
        </div>
      )}
      {isNew === 'chat' && (
        <NewChatDialog
          tenantId={tenantId}
          onGroup={() => setNew('group')}
          onClose={() => setNew(false)}
          onSent={(id) => {
            setNew(false)
            open(id)
          }}
        />
      )}
      {isNew === 'group' && (
        <NewGroupDialog
          tenantId={tenantId}
          onClose={() => setNew(false)}
          onMade={(id) => {
            setNew(false)
            open(id)
          }}
        />
      )}
    </>
  )
}
