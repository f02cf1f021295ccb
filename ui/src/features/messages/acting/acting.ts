import { createContext, use } from 'react'

import type { Chat, Draft, Message } from '../../../api/types'

/** What is asked or shown before it is done. */
export type Asked = 'react' | 'forward' | 'info' | 'deleteForMe' | 'revoke'

/** A message, or all of an album, oldest first. */
export type Several = readonly [Message, ...Message[]]

/** What can be done in the conversation that is shown. */
export interface Acting {
  tenantId: string
  chat: Chat
  /** Whether this account may take back what others wrote. */
  isAdmin: boolean
  /** Says something about a message; whether the server took it. What it refuses is said to the person. */
  say: (draft: Draft) => Promise<boolean>
  /** The composer answers a message, or changes its words. */
  answer: (kind: 'reply' | 'edit', message: Message) => void
  /** Opens what has to be asked or shown first. */
  ask: (what: Asked, messages: Several) => void
}

/** Nothing where nothing can be sent. */
export const ActingContext = createContext<Acting | null>(null)

export const useActing = (): Acting | null => use(ActingContext)

export const refOf = ({ chatId, id }: Pick<Message, 'chatId' | 'id'>) => ({ chatId, messageId: id })
