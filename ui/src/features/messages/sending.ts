import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useMemo } from 'react'

import { noticeChange } from '../../api/live'
import { type Outgoing, tenantActions } from '../../api/tenant'
import type { Message } from '../../api/types'
import { type Attachment, looksLike, takesCaption } from './composing/attachments'
import type { Recorded } from './composing/recorder'
import { type More, senderOf } from './sender'

/** Sends texts and files into a chat. Each is shown at once. */
export function useSending(tenantId: string, chatId: string) {
  const client = useQueryClient()
  return useMemo(() => {
    const sender = senderOf(client, tenantId)
    // Whether it worked is seen by the message itself; a refusal leaves it as it stands.
    const ask = (done: Promise<unknown>) => void done.catch(() => undefined).then(() => noticeChange(client, tenantId, chatId))
    return {
      send: (text: string, more: More = {}) => sender.send(chatId, text, more),
      /** The words go with the first file that takes any; after files that take none they go alone. */
      sendFiles: (files: readonly Attachment[], isAsDocument: boolean, text: string, { quote, mentions }: More = {}) => {
        const captioned = text === '' ? undefined : files.find(({ file }) => takesCaption(file, isAsDocument))
        // Whom the words mention goes with them, and what they answer with the first file.
        const withWords: More = mentions ? { mentions } : {}
        for (const [index, one] of files.entries()) {
          const { file, width, height, durationS } = one
          const as = isAsDocument ? ('document' as const) : null
          const about = { name: file.name, sizeBytes: file.size, looksLike: looksLike(file, isAsDocument), as, width, height, durationS }
          const more: More = { ...(index === 0 && quote && { quote }), ...(one === captioned && withWords) }
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
      sendStoredAgain: ({ id }: Message) => ask(tenantActions.sendStoredAgain(tenantId, chatId, id)),
      discardStored: ({ id }: Message) => ask(tenantActions.discardStored(tenantId, chatId, id)),
    }
  }, [client, tenantId, chatId])
}

/** Sends what waits in any chat, for as long as the panel is open. */
export function useOutgoing(tenantId: string): void {
  const client = useQueryClient()
  useEffect(() => senderOf(client, tenantId).start(), [client, tenantId])
}
