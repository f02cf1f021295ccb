import type { Chat, Found } from '../../../api/types'

/** One line of the list: a chat, a message that was found, or what parts them. */
export type Item =
  | { kind: 'heading'; key: string; of: 'chats' | 'messages' }
  | { kind: 'chat'; key: string; chat: Chat }
  | { kind: 'found'; key: string; found: Found; chat: Chat }
  | { kind: 'note'; key: string; of: 'indexing' | 'noMessages' | 'searching' }

/** An item that opens something. */
export type Place = Extract<Item, { kind: 'chat' | 'found' }>

export const isPlace = (item: Item | undefined): item is Place => item?.kind === 'chat' || item?.kind === 'found'

/** Chats as they stand. */
export const chatItems = (chats: readonly Chat[]): Item[] => chats.map((chat) => ({ kind: 'chat', key: chat.id, chat }))

interface FoundHere {
  chats: readonly Chat[]
  /** Nothing while they are being looked for. */
  found: readonly Found[] | undefined
  chatOf: (chatId: string) => Chat | undefined
  indexedPercent: number
}

/** What a search found: chats by their names, then messages by their words. */
export function foundItems({ chats, found, chatOf, indexedPercent }: FoundHere): Item[] {
  const items: Item[] = []
  if (chats.length > 0) items.push({ kind: 'heading', key: 'chats', of: 'chats' }, ...chatItems(chats))
  items.push({ kind: 'heading', key: 'messages', of: 'messages' })
  if (indexedPercent < 100) items.push({ kind: 'note', key: 'indexing', of: 'indexing' })
  if (found === undefined) items.push({ kind: 'note', key: 'searching', of: 'searching' })
  else if (found.length === 0 && indexedPercent === 100) items.push({ kind: 'note', key: 'none', of: 'noMessages' })
  for (const one of found ?? []) {
    const { chatId, id, sender } = one.message
    const chat = chatOf(chatId)
    if (chat) items.push({ kind: 'found', key: `${chatId}-${sender.lid ?? sender.pn ?? ''}-${id}`, found: one, chat })
  }
  return items
}

/** The next place from an item in a direction; the same where there is none. */
export function nextPlace(items: readonly Item[], from: number, step: 1 | -1, isWanted: (item: Place) => boolean = () => true): number {
  for (let index = from + step; index >= 0 && index < items.length; index += step) {
    const item = items[index]
    if (isPlace(item) && isWanted(item)) return index
  }
  return from
}
