import { createListeners } from '../lib/listeners'
import type { Chat, Message } from './types'

/** A message of somebody else that has just arrived, with its chat as it is then. */
export interface Arrival {
  /** The number of its event, by which every tab of a browser knows it. */
  number: number
  message: Message
  chat: Chat
}

/** What arrives while the panel is open. What the query cache holds says only how things are, not what is new. */
export const arrivals = createListeners<[tenantId: string, arrival: Arrival]>()
