import type { TFunction } from 'i18next'

import type { TroubleCode } from '../../api/problem'
import type { Chat, Message } from '../../api/types'
import { formatPhone } from '../../lib/phone'
import { visible } from '../../lib/visible'

/** The name to show: the one that is known, otherwise the number. */
export function chatName(chat: Pick<Chat, 'name' | 'pn' | 'kind'>, t: TFunction): string {
  const name = visible(chat.name)
  if (name !== '') return name
  if (chat.kind === 'group') return t('chats.group')
  return formatPhone(chat.pn ?? '') || t('chats.unknown')
}

/** A message in one line. */
export function excerpt({ content }: Message, t: TFunction): string {
  switch (content.kind) {
    case 'text':
      return content.text.replace(/\s+/g, ' ').slice(0, 200)
    case 'undecryptable':
      return t('conversation.undecryptableShort')
    case 'unsupported':
      return t('conversation.unsupportedShort')
  }
}

/** Why a text was refused. */
export function unsentWords(trouble: TroubleCode, t: TFunction): string {
  return t('conversation.unsent', { reason: trouble === 'validation_failed' ? t('conversation.refused') : t(`problem.${trouble}`) })
}
