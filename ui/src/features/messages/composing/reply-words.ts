import { type Variable } from '../../../api/quick-replies'
import type { Chat } from '../../../api/types'
import { formatPhone } from '../../../lib/phone'
import { visible } from '../../../lib/visible'

/** What a quick reply says in a chat: the chat's name, its number and the date stand where it left them open. */
export function replyWords(text: string, chat: Pick<Chat, 'name' | 'pn' | 'kind'>, nowMs: number, language: string): string {
  const number = chat.kind === 'direct' ? formatPhone(chat.pn ?? '') : ''
  const words: Record<Variable, string> = {
    nome: visible(chat.name) || number,
    numero: number,
    data: new Intl.DateTimeFormat(language, { dateStyle: 'short' }).format(nowMs),
  }
  return text.replace(/\{(nome|numero|data)\}/g, (_, name: Variable) => words[name])
}
