import { useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useCallback, useMemo, useState } from 'react'

import { actingActions } from '../../../api/acting'
import { noticeChange } from '../../../api/chat-events'
import { putMessage } from '../../../api/message-events'
import { type TroubleCode, troubleOf } from '../../../api/problem'
import type { Chat, Draft, Message } from '../../../api/types'
import { part } from '../../../lib/part'
import { useTranslation } from '../../../lib/translation'
import { Button } from '../../../ui/Button'
import { ConfirmDialog } from '../../../ui/ConfirmDialog'
import { Notice } from '../../../ui/Notice'
import { useOwnRole } from '../groups/use-own-role'
import { newKey } from '../sender'
import { ActingContext, type Asked, refOf, type Several } from './acting'
import { answeringOf } from './answering'

const ForwardDialog = part(async () => (await import('./ForwardDialog')).ForwardDialog)
const ReactDialog = part(async () => (await import('./ReactDialog')).ReactDialog)
const InfoDialog = part(async () => (await import('./InfoDialog')).InfoDialog)

/** Lets what is inside it act on the messages of a chat, and shows what has to be asked or shown for it. */
export function ActingProvider({ tenantId, chat, children }: { tenantId: string; chat: Chat; children: ReactNode }) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const [chosen, setAsked] = useState<{ what: Asked; messages: Several }>()
  const [trouble, setTrouble] = useState<TroubleCode>()
  const [isBusy, setBusy] = useState(false)
  const role = useOwnRole(tenantId, chat)
  const isAdmin = role !== undefined && role !== 'member'
  const chatId = chat.id
  // The chat may have become another one since.
  const asked = useMemo(() => chosen && { ...chosen, messages: inChat(chosen.messages, chatId) }, [chosen, chatId])

  const say = useCallback(
    async (draft: Draft) => {
      setTrouble(undefined)
      try {
        const sent = await actingActions.say(tenantId, chatId, draft, newKey())
        if (sent.message) putMessage(client, tenantId, sent.message)
        noticeChange(client, tenantId, chatId)
        return true
      } catch (error) {
        setTrouble(troubleOf(error).code)
        return false
      }
    },
    [client, tenantId, chatId],
  )
  const acting = useMemo(
    () => ({
      tenantId,
      chat,
      isAdmin,
      say,
      answer: (kind: 'reply' | 'edit', message: Message) => answeringOf(tenantId, chat.id).set({ kind, message }),
      ask: (what: Asked, messages: Several) => {
        // What failed before says nothing of this.
        setTrouble(undefined)
        setAsked({ what, messages })
      },
    }),
    [tenantId, chat, isAdmin, say],
  )
  const close = () => setAsked(undefined)
  const deleteForMe = async (message: Message) => {
    setTrouble(undefined)
    try {
      await actingActions.deleteForMe(tenantId, chatId, message.id)
      putMessage(client, tenantId, { ...message, marks: { ...message.marks, isDeletedForMe: true } })
      noticeChange(client, tenantId, chatId)
      return true
    } catch (error) {
      setTrouble(troubleOf(error).code)
      return false
    }
  }
  const confirmed = async (what: 'deleteForMe' | 'revoke', messages: Several) => {
    setBusy(true)
    for (const [index, message] of messages.entries()) {
      const isDone = await (what === 'revoke' ? say({ kind: 'revoke', target: refOf(message) }) : deleteForMe(message))
      if (isDone) continue
      // Pressed again, it is about those that are left.
      setAsked({ what, messages: [message, ...messages.slice(index + 1)] })
      return setBusy(false)
    }
    setBusy(false)
    close()
  }
  const question = asked?.what === 'revoke' || asked?.what === 'deleteForMe' ? asked.what : undefined
  return (
    <ActingContext value={chat.isCurrent ? acting : null}>
      {children}
      {trouble !== undefined && question === undefined && (
        <Notice
          tone="bad"
          className="rounded-none!"
          title={t('acting.failed')}
          text={t(`problem.${trouble}`)}
          action={
            <Button size="small" onClick={() => setTrouble(undefined)}>
              {t('common.close')}
            </Button>
          }
        />
      )}
      {asked && question && (
        <ConfirmDialog
          title={t(`acting.${question}Title`, { count: asked.messages.length })}
          text={t(`acting.${question}Text`, { count: asked.messages.length })}
          verb={t(`acting.${question}`)}
          isBusy={isBusy}
          trouble={trouble === undefined ? undefined : t(`problem.${trouble}`)}
          onConfirm={() => void confirmed(question, asked.messages)}
          onClose={close}
        />
      )}
      <>
        {asked?.what === 'react' && (
          <ReactDialog
            onPick={(emoji) => {
              close()
              void say({ kind: 'reaction', target: refOf(asked.messages[0]), emoji })
            }}
            onClose={close}
          />
        )}
        {asked?.what === 'forward' && <ForwardDialog tenantId={tenantId} messages={asked.messages} onClose={close} />}
        {asked?.what === 'info' && <InfoDialog tenantId={tenantId} chat={chat} message={asked.messages[0]} onClose={close} />}
      </>
    </ActingContext>
  )
}

function inChat([first, ...others]: Several, chatId: string): Several {
  return [{ ...first, chatId }, ...others.map((message) => ({ ...message, chatId }))]
}
