import { Images } from 'lucide-react'

import { pictureUrl } from '../../../api/tenant'
import type { Chat, Found } from '../../../api/types'
import { listTime } from '../../../lib/dates'
import { useNow } from '../../../lib/now'
import { useTranslation } from '../../../lib/translation'
import { Avatar } from '../../../ui/Avatar'
import { chatName, isOfMany, lineAuthor } from '../chat-words'
import { inOneLine } from '../kinds/lines'
import { useSay } from '../kinds/say'
import { Marked } from './Marked'
import { RowLink, type RowLinkProps } from '../../../ui/RowLink'

interface Props extends Omit<RowLinkProps, 'children'> {
  tenantId: string
  found: Found
  chat: Chat
}

/** A message that was found: in which chat, when, by whom, and the words that were looked for. */
export function FoundRow({ tenantId, found, chat, ...link }: Props) {
  const { t, i18n } = useTranslation()
  const now = useNow()
  const say = useSay()
  const { message, snippet } = found
  const Figure = message.context.album ? Images : inOneLine(message, say).figure
  const author = lineAuthor(chat, message, say.people, say.t)
  return (
    <RowLink {...link}>
      <Avatar
        name={chat.name}
        isGroup={isOfMany(chat)}
        picture={pictureUrl(tenantId, chat)}
        className="size-12 text-lg compact:size-10 compact:text-base"
      />
      <div className="min-w-0 grow">
        <div className="flex items-baseline gap-2">
          <span dir="auto" className="min-w-0 grow truncate text-lg leading-6 font-medium compact:text-base compact:leading-5">
            {chatName(chat, t)}
          </span>
          <time className="shrink-0 text-xs text-soft tabular-nums">{listTime(message.placeMs, now, i18n.language)}</time>
        </div>
        <p className="h-5 truncate text-base text-soft">
          {author !== undefined && `${author}: `}
          {Figure && <Figure size={15} aria-hidden className="mr-1 inline align-[-2px]" />}
          <bdi>
            <Marked snippet={snippet} />
          </bdi>
        </p>
      </div>
    </RowLink>
  )
}
