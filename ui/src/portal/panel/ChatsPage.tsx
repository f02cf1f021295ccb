import { useNavigate } from '@tanstack/react-router'
import { MessagesSquare } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'

import { ChatList } from '../../features/messages/ChatList'
import { Conversation } from '../../features/messages/Conversation'
import { NewChatDialog } from '../../features/messages/NewChatDialog'
import { twoPanes, useMedia } from '../../lib/media'
import { Blank } from '../../ui/Blank'
import { usePlace } from './place'
import { usePortal } from './portal-context'

/** Two panes from 900 px, one below. */
export function ChatsPage() {
  const { t } = useTranslation()
  const { tenantId } = usePortal()
  const { publicId, chatId } = usePlace()
  const navigate = useNavigate()
  const isWide = useMedia(twoPanes)
  const [isNew, setNew] = useState(false)
  const open = (id: string) => void navigate({ to: '/client/$publicId/chats/$chatId', params: { publicId, chatId: id } })
  return (
    <>
      {(isWide || chatId === undefined) && (
        <div className={isWide ? 'w-90 shrink-0 border-r border-line' : 'grow'}>
          <ChatList
            tenantId={tenantId}
            openChatId={chatId}
            hrefOf={(id) => `/client/${publicId}/chats/${id}`}
            onOpen={open}
            onNew={() => setNew(true)}
          />
        </div>
      )}
      {chatId !== undefined && (
        <Conversation
          key={chatId}
          tenantId={tenantId}
          chatId={chatId}
          onBack={isWide ? undefined : () => void navigate({ to: '/client/$publicId', params: { publicId } })}
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
