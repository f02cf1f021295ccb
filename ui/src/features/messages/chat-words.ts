import type { TFunction } from 'i18next'

import type { Chat, Message } from '../../api/types'
import { formatPhone } from '../../lib/phone'
import { visible } from '../../lib/visible'
import type { People } from './people'

type Named = Pick<Chat, 'name' | 'nameSource' | 'pn' | 'kind'>

/** What stands before a name, by where it comes from. */
const markOf = { address_book: '', business: '', own: '~', user: '@', none: '' } as const satisfies Record<Chat['nameSource'], string>

/** The name to show: the one that is known, otherwise the number. What people call themselves, and user names, are marked. */
export function chatName(chat: Named, t: TFunction): string {
  const name = visible(chat.name)
  if (name !== '') return markOf[chat.nameSource] + name
  switch (chat.kind) {
    case 'direct':
      return formatPhone(chat.pn ?? '') || t('chats.unknown')
    case 'group':
      return t('chats.group')
    case 'community':
      return t('chats.community')
    case 'newsletter':
      return t('chats.newsletter')
    case 'status':
      return t('chats.status')
  }
}

/** Several people write in it, so each message says whose it is. */
export const isOfMany = ({ kind }: Pick<Chat, 'kind'>): boolean => kind === 'group' || kind === 'community'

/** Whether it makes no sound now. */
export const isMuted = ({ mutedForEver, mutedUntilMs }: Chat, now: number): boolean =>
  mutedForEver || (mutedUntilMs !== null && mutedUntilMs > now)

/** Who wrote a message. */
export function authorName({ sender, senderName, fromMe }: Message, people: People, t: TFunction): string {
  return fromMe ? t('people.you') : visible(senderName) || people.name(sender)
}

/** Whose a message is, where a list has to say so; what happened to the chat itself is nobody's. */
export function lineAuthor(chat: Chat, message: Message, people: People, t: TFunction): string | undefined {
  const { kind } = message.content
  if (kind === 'system' || kind === 'deleted' || (kind === 'call' && !isOfMany(chat))) return undefined
  if (!message.fromMe && !isOfMany(chat)) return undefined
  return authorName(message, people, t)
}
