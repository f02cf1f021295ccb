import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useMemo } from 'react'

import { noticeChange } from '../../api/chat-events'
import { dropMessage } from '../../api/message-events'
import { dropScheduled } from '../../api/outbox-events'
import { sendingActions } from '../../api/sending'
import { type Outgoing, type OwnDraft } from '../../api/tenant'
import type { Message } from '../../api/types'
import { type Attachment, isOfAlbum, looksLike, takesCaption } from './composing/attachments'
import type { Recorded } from './composing/recorder'
import { type More, newAlbum, senderOf } from './sender'

/** Sends texts and files into a chat. Each is shown at once. */
export function useSending(tenantId: string, chatId: string) {
  const client = useQueryClient()
  return useMemo(() => {
    const sender = senderOf(client, tenantId)
    // Whether it worked is seen by the message itself; a refusal leaves it as it stands.
    const ask = (done: Promise<unknown>) => void done.catch(() => undefined).then(() => noticeChange(client, tenantId, chatId))
    return {
      send: (text: string, more: More = {}) => sender.send(chatId, text, more),
      sendDraft: (draft: OwnDraft, more: More = {}) => sender.sendDraft(chatId, draft, more),
      /** The words go with the first file that takes any; after files that take none they go alone. Pictures and films go as one. */
      sendFiles: (chosen: readonly Attachment[], isAsDocument: boolean, text: string, { quote, mentions, sendAt }: More = {}) => {
        // What leaves later is cancelled one by one, and stands alone.
        const together = isAsDocument || sendAt !== undefined ? [] : chosen.filter(({ file }) => isOfAlbum(file))
        const album = together.length > 1 ? newAlbum(together.map(({ file }) => looksLike(file, false))) : undefined
        // What stands between its parts would part it.
        const files = album ? [...together, ...chosen.filter(({ file }) => !isOfAlbum(file))] : chosen
        const captioned = text === '' ? undefined : files.find(({ file }) => takesCaption(file, isAsDocument))
        // Whom the words mention goes with them, and what they answer with the first file.
        const withAll: More = sendAt === undefined ? {} : { sendAt }
        const withWords: More = { ...withAll, ...(mentions && { mentions }) }
        for (const [index, one] of files.entries()) {
          const { file, width, height, durationS } = one
          const as = isAsDocument ? ('document' as const) : null
          const about = { name: file.name, sizeBytes: file.size, looksLike: looksLike(file, isAsDocument), as, width, height, durationS }
          const more: More = {
            ...withAll,
            ...(index === 0 && quote && { quote }),
            ...(one === captioned && withWords),
            ...(album && isOfAlbum(file) && { album }),
          }
          sender.sendFile(chatId, file, about, one === captioned ? text : '', more)
        }
        if (text !== '' && !captioned) sender.send(chatId, text, withWords)
      },
      sendVoice: ({ file, durationS, isVoice }: Recorded, more: More = {}) => {
        const kind = isVoice ? 'voice' : 'audio'
        const name = isVoice ? 'voice.ogg' : 'voice.m4a'
        sender.sendFile(
          chatId,
          file,
          { name, sizeBytes: file.size, looksLike: kind, as: kind, width: null, height: null, durationS },
          '',
          more,
        )
      },
      sendAgain: (one: Outgoing) => sender.sendAgain(chatId, one.key),
      discard: (one: Outgoing) => sender.discard(chatId, one.key),
      /** One that the server has, and that failed there. */
      sendStoredAgain: ({ id }: Message) => ask(sendingActions.sendStoredAgain(tenantId, chatId, id)),
      discardStored: (message: Message) =>
        // No event tells of what never left.
        ask(sendingActions.discardStored(tenantId, chatId, message.id).then(() => dropMessage(client, tenantId, message))),
      /** One that waits for its hour. */
      sendNow: async ({ id }: Message) => {
        await sendingActions.sendStoredAgain(tenantId, chatId, id)
        dropScheduled(client, tenantId, id)
        noticeChange(client, tenantId, chatId)
      },
      /** Takes out what waits for its hour; it fails where that has come. */
      cancelLater: async (message: Message) => {
        await sendingActions.discardStored(tenantId, chatId, message.id)
        dropMessage(client, tenantId, message)
        noticeChange(client, tenantId, chatId)
      },
    }
  }, [client, tenantId, chatId])
}

/** Sends what waits in any chat, for as long as the panel is open. */
export function useOutgoing(tenantId: string): void {
  const client = useQueryClient()
  useEffect(() => senderOf(client, tenantId).start(), [client, tenantId])
}
