import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useVirtualizer } from '@tanstack/react-virtual'
import { MessageCirclePlus, MessagesSquare, Search, SquarePen } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'

import { troubleOf } from '../../api/problem'
import { activities as activitiesQuery, chats as chatsQuery } from '../../api/tenant'
import type { Chat } from '../../api/types'
import { searchRestMs, useSettled } from '../../lib/settled'
import { Blank } from '../../ui/Blank'
import { Button, IconButton } from '../../ui/Button'
import { SearchField } from '../../ui/SearchField'
import { Skeleton } from '../../ui/Skeleton'
import { ChatRow } from './ChatRow'

interface Props {
  tenantId: string
  openChatId: string | undefined
  hrefOf: (chatId: string) => string
  onOpen: (chatId: string) => void
  onNew: () => void
}

const rowPx = 72

/** Every chat, the most recently active first. */
export function ChatList({ tenantId, openChatId, hrefOf, onOpen, onNew }: Props) {
  const { t } = useTranslation()
  const [words, setWords] = useState('')
  const search = useSettled(words.trim(), searchRestMs)
  const query = useInfiniteQuery({ ...chatsQuery(tenantId, search), placeholderData: keepPreviousData })
  const chats = query.data?.pages.flatMap((page) => page.items)
  return (
    <section aria-label={t('portal.chats')} className="flex h-full min-h-0 flex-col bg-surface">
      <div className="flex shrink-0 items-center gap-2 px-3 pt-3 pb-2">
        <SearchField label={t('chats.search')} clearLabel={t('common.clearSearch')} words={words} onWords={setWords} className="grow" />
        <IconButton label={t('chats.new')} onClick={onNew}>
          <SquarePen size={19} />
        </IconButton>
      </div>
      {query.isError && !chats ? (
        <Blank
          icon={<MessagesSquare />}
          title={t('chats.failed')}
          text={t(`problem.${troubleOf(query.error).code}`)}
          action={<Button onClick={() => void query.refetch()}>{t('common.retry')}</Button>}
        />
      ) : !chats ? (
        <Waiting />
      ) : chats.length === 0 ? (
        search === '' ? (
          <Blank
            icon={<MessagesSquare />}
            title={t('chats.emptyTitle')}
            text={t('chats.emptyText')}
            action={
              <Button kind="primary" icon={<MessageCirclePlus size={18} />} onClick={onNew}>
                {t('chats.new')}
              </Button>
            }
          />
        ) : (
          <Blank icon={<Search />} title={t('chats.nothingFound', { search })} />
        )
      ) : (
        <Rows
          tenantId={tenantId}
          chats={chats}
          openChatId={openChatId}
          hrefOf={hrefOf}
          onOpen={onOpen}
          onEnd={query.hasNextPage && !query.isFetchingNextPage ? () => void query.fetchNextPage() : undefined}
        />
      )}
    </section>
  )
}

interface RowsProps extends Pick<Props, 'tenantId' | 'openChatId' | 'hrefOf' | 'onOpen'> {
  chats: Chat[]
  onEnd: (() => void) | undefined
}

function Rows({ tenantId, chats, openChatId, hrefOf, onOpen, onEnd }: RowsProps) {
  const scroller = useRef<HTMLDivElement>(null)
  const { data: activities } = useQuery(activitiesQuery(tenantId))
  // eslint-disable-next-line react-hooks/incompatible-library -- the virtualizer is used in this component alone
  const virtual = useVirtualizer({
    count: chats.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowPx,
    getItemKey: (index) => chats[index]?.id ?? index,
    overscan: 8,
  })
  const last = virtual.getVirtualItems().at(-1)?.index ?? 0
  useEffect(() => {
    if (last > chats.length - 20) onEnd?.()
  }, [last, chats.length, onEnd])
  return (
    <div ref={scroller} className="min-h-0 grow overflow-y-auto overscroll-contain">
      <ul className="relative" style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map((item) => {
          const chat = chats[item.index]
          return (
            <li key={item.key} className="absolute top-0 left-0 w-full" style={{ height: rowPx, transform: `translateY(${item.start}px)` }}>
              {chat && (
                <ChatRow
                  tenantId={tenantId}
                  chat={chat}
                  isOpen={chat.id === openChatId}
                  activity={activities[chat.id]}
                  href={hrefOf(chat.id)}
                  onOpen={() => onOpen(chat.id)}
                />
              )}
            </li>
          )
        })}
      </ul>
    </div>
  )
}

function Waiting() {
  const { t } = useTranslation()
  return (
    <div role="status" aria-label={t('common.loading')} className="grow overflow-hidden">
      {[0, 1, 2, 3, 4, 5, 6].map((row) => (
        <div key={row} className="flex h-[72px] items-center gap-3 px-3">
          <Skeleton className="size-12 shrink-0 rounded-full!" />
          <div className="grow space-y-2">
            <Skeleton className="h-4 w-1/2" />
            <Skeleton className="h-3 w-4/5" />
          </div>
        </div>
      ))}
    </div>
  )
}
