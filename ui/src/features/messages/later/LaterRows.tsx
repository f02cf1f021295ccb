import { useQuery, useQueryClient } from '@tanstack/react-query'

import { type Scheduled, storedMessage } from '../../../api/outbox'
import { chat as chatQuery } from '../../../api/tenant'
import { moment } from '../../../lib/dates'
import { minuteMs, useNow } from '../../../lib/now'
import { useTranslation } from '../../../lib/translation'
import { Button } from '../../../ui/Button'
import { EvenRows } from '../../../ui/EvenRows'
import { Skeleton } from '../../../ui/Skeleton'
import { chatName } from '../chat-words'
import { inOneLine } from '../kinds/lines'
import { useSay } from '../kinds/say'
import { knownChat } from '../known-chat'

interface Props {
  tenantId: string
  all: readonly Scheduled[]
  marked: ReadonlySet<string>
  onToggle: (id: string) => void
  hrefOf?: (chatId: string) => string
  onOpen?: (chatId: string) => void
}

/** Of those on the screen alone it is asked what they say. */
export function LaterRows({ all, ...row }: Props) {
  const { t } = useTranslation()
  return (
    <EvenRows label={t('later.listTitle')} all={all} className="flex items-center">
      {(one) => <Row one={one} {...row} />}
    </EvenRows>
  )
}

function Row({ tenantId, one, marked, onToggle, hrefOf, onOpen }: Omit<Props, 'all'> & { one: Scheduled }) {
  const { t, i18n } = useTranslation()
  const client = useQueryClient()
  const now = useNow(minuteMs)
  const say = useSay()
  const stored = useQuery(storedMessage(tenantId, one.chatId, one.id))
  const asked = useQuery(chatQuery(tenantId, one.chatId))
  const chat = asked.data ?? knownChat(client, tenantId, one.chatId)
  const name = chat ? chatName(chat, t) : asked.isError ? t('later.someChat') : undefined
  const words = stored.data ? inOneLine(stored.data, say).words : undefined
  const isLost = (stored.isError && stored.data === undefined) || (asked.isError && !chat)
  const readAgain = () => {
    if (stored.isError) void stored.refetch()
    if (asked.isError) void asked.refetch()
  }
  return (
    <>
      <label className="flex h-full min-w-0 grow cursor-pointer items-center gap-3 pl-3 hover:bg-sunken">
        <input type="checkbox" className="size-4 shrink-0 accent-accent" checked={marked.has(one.id)} onChange={() => onToggle(one.id)} />
        <span className="min-w-0 grow">
          <span className="flex items-baseline gap-2">
            {name === undefined ? (
              <Skeleton className="h-4 w-1/3" />
            ) : (
              <span dir="auto" className="truncate font-medium">
                {name}
              </span>
            )}
            <time dateTime={new Date(one.nextAtMs).toISOString()} className="shrink-0 text-sm text-accent tabular-nums">
              {moment(one.nextAtMs, now, i18n.language)}
            </time>
          </span>
          {stored.data === undefined && !stored.isError ? (
            <Skeleton className="mt-1 h-4 w-2/3" />
          ) : (
            <span dir="auto" className="block truncate text-sm text-soft">
              {words ?? t(stored.data === undefined ? 'later.unread' : 'later.mark')}
            </span>
          )}
        </span>
      </label>
      {isLost && (
        <Button size="small" kind="quiet" isBusy={stored.isFetching || asked.isFetching} onClick={readAgain}>
          {t('common.retry')}
        </Button>
      )}
      {hrefOf && onOpen && (
        <a
          href={hrefOf(one.chatId)}
          onClick={(event) => {
            if (event.metaKey || event.ctrlKey || event.shiftKey) return
            event.preventDefault()
            onOpen(one.chatId)
          }}
          aria-label={t('later.openChat', { name: name ?? '' })}
          className="mr-2 shrink-0 rounded-md px-3 py-2 text-sm font-medium text-accent hover:bg-sunken"
        >
          {t('common.open')}
        </a>
      )}
    </>
  )
}
