import { createContext, use } from 'react'

import type { Scheduled } from '../../../api/outbox'
import type { Message } from '../../../api/types'

/** What can be done with what waits for its hour in the conversation that is shown. */
export interface Later {
  waiting: readonly Scheduled[]
  sendNow: (message: Message) => Promise<void>
  /** Takes it out; it fails where its hour has come. */
  cancel: (message: Message) => Promise<void>
  /** Has the words in the field again, to be written otherwise. */
  rewrite: (words: string) => void
}

export const LaterContext = createContext<Later | null>(null)

export const useLater = (): Later | null => use(LaterContext)
