import { useQuery } from '@tanstack/react-query'

import { attendants, lookers } from '../../../api/attending'
import { useNow } from '../../../lib/now'
import { useTranslation } from '../../../lib/translation'
import { visible } from '../../../lib/visible'

/** Who else is in a chat just now, in words; nothing where nobody is. Who types is said before who only looks. */
export function useOthers(tenantId: string, chatId: string): string | undefined {
  const { t, i18n } = useTranslation()
  const now = useNow()
  const { data: own } = useQuery({ ...attendants(tenantId), select: ({ ownId }) => ownId })
  const { data: looks = [] } = useQuery(lookers(tenantId))
  // The same person on another device is nobody else.
  const here = looks.filter(
    (look) => look.chatId === chatId && look.untilMs > now && (look.attendantId === null || look.attendantId !== own),
  )
  const typing = here.filter(({ typesUntilMs }) => typesUntilMs > now)
  const told = typing.length > 0 ? typing : here
  if (told.length === 0) return undefined
  const names = [...new Set(told.map(({ attendantName }) => visible(attendantName ?? '') || t('attending.somebody')))]
  const list = new Intl.ListFormat(i18n.language, { type: 'conjunction' }).format(names)
  return t(typing.length > 0 ? 'attending.types' : 'attending.looks', { count: names.length, names: list })
}
