import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { MessageCirclePlus, MessagesSquare, Search, SquarePen } from 'lucide-react'
import { useId, useMemo, useRef, useState } from 'react'

import { attendants as attendantsQuery } from '../../api/attending'
import { assigneeOf, isAssignee, isLabel, type ListFilter, type SpanFilter, spanOf } from '../../api/chat-filter'
import { useConnection } from '../../api/connection'
import { troubleOf } from '../../api/problem'
import { chats as chatsQuery, found as foundQuery, labels as labelsQuery } from '../../api/tenant'
import type { Chat } from '../../api/types'
import { searchRestMs, useSettled } from '../../lib/settled'
import { useTranslation } from '../../lib/translation'
import { Blank } from '../../ui/Blank'
import { Button, IconButton } from '../../ui/Button'
import { ListSkeleton } from '../../ui/ListSkeleton'
import { SearchField } from '../../ui/SearchField'
import { DoneBar } from './list/DoneBar'
import { FilterChips } from './list/FilterChips'
import { chatItems, foundItems, type Item, type Place } from './list/items'
import { Rows, type RowsHandle } from './list/Rows'
import { useListKeys } from './list/use-list-keys'
import { useWaiting } from './list/use-waiting'
import { WaitingLine } from './list/WaitingLine'
import { NotifyOffer } from './notifying/NotifyOffer'

interface Props {
  tenantId: string
  openChatId: string | undefined
  /** What the list begins with. */
  firstFilter?: ListFilter | undefined
  hrefOf: (chatId: string, messageId?: string) => string
  onOpen: (chatId: string, messageId?: string) => void
  /** Opens a chat for whoever walks by keys: nothing takes the next one from them. */
  onOpenByKey: (chatId: string) => void
  /** Back to the list alone. */
  onLeave: () => void
  onNew: () => void
}

/** Every chat, those at the top first and then the last active; or what a search finds among chats and messages. */
export function ChatList({ tenantId, openChatId, firstFilter = 'main', hrefOf, onOpen, onOpenByKey, onLeave, onNew }: Props) {
  const { t } = useTranslation()
  const [words, setWords] = useState('')
  const [chosen, setFilter] = useState<ListFilter>(firstFilter)
  const { data: answering } = useQuery(attendantsQuery(tenantId))
  const ownId = answering?.ownId ?? undefined
  // Whoever answers here may be another by now, or nobody.
  const filter = answering && isAssignee(chosen) && assigneeOf(chosen) !== ownId ? 'main' : chosen
  const search = useSettled(words.trim(), searchRestMs)
  const list = useList(tenantId, search, filter)
  const { items } = list
  const { waiting, hasMore, done, undo, forget: forgetDone } = useWaiting({ tenantId, openChatId, onOpen: onOpenByKey, onLeave })

  const field = useRef<HTMLInputElement>(null)
  const rows = useRef<RowsHandle>(null)
  const listId = useId()
  const hasRows = items !== undefined && items.length > 0
  const rowId = (item: Item) => `${listId}-${item.key}`
  const open = (place: Place) => (place.kind === 'chat' ? onOpen(place.chat.id) : onOpen(place.chat.id, place.found.message.id))
  const { onKeyDown, activeId, activeKey, forget } = useListKeys({
    items: items ?? [],
    search: field,
    openChatId,
    words,
    onWords: setWords,
    onOpen: open,
    onShow: (index) => rows.current?.show(index),
    rowId,
  })

  return (
    <section aria-label={t('portal.chats')} onKeyDown={onKeyDown} className="flex h-full min-h-0 flex-col bg-surface">
      <div className="flex shrink-0 items-center gap-2 px-3 pt-3 pb-2">
        <SearchField
          ref={field}
          label={t('chats.search')}
          clearLabel={t('common.clearSearch')}
          words={words}
          onWords={(typed) => {
            forget()
            setWords(typed)
          }}
          // No combobox: what it leads to are links, each a stop of its own. It tells on which of them the arrows stand.
          aria-controls={hasRows ? listId : undefined}
          aria-activedescendant={activeId}
          className="grow"
        />
        <IconButton label={t('chats.new')} onClick={onNew}>
          <SquarePen size={19} />
        </IconButton>
      </div>
      {words.trim() === '' && (
        <FilterChips filter={filter} ownId={ownId} labels={list.labels} archivedUnread={list.archivedUnread} onFilter={setFilter} />
      )}
      {words.trim() === '' && (
        <WaitingLine
          waiting={waiting}
          hasMore={hasMore}
          isFiltered={filter === 'waiting'}
          onPress={() => setFilter(filter === 'waiting' ? 'main' : 'waiting')}
        />
      )}
      {done && <DoneBar done={done} onUndo={() => void undo(done)} onClose={forgetDone} />}
      <NotifyOffer />
      {list.error !== undefined && !items ? (
        <Blank
          icon={<MessagesSquare />}
          title={t('chats.failed')}
          text={t(`problem.${list.error}`)}
          action={<Button onClick={list.again}>{t('common.retry')}</Button>}
        />
      ) : !items ? (
        <ListSkeleton of="chats" />
      ) : items.length === 0 ? (
        filter !== 'main' ? (
          <Blank icon={<Search />} title={t(`chats.none.${noneOf(filter)}`)} />
        ) : (
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
        )
      ) : (
        <Rows
          // Another list begins at its top.
          key={search === '' ? filter : search}
          ref={rows}
          id={listId}
          tenantId={tenantId}
          items={items}
          openChatId={openChatId}
          activeKey={activeKey}
          rowId={rowId}
          hrefOf={hrefOf}
          onOpen={open}
          onEnd={list.more}
          onRetry={list.retry}
        />
      )}
    </section>
  )
}

/** Which chats there are none of. */
function noneOf(filter: Exclude<ListFilter, 'main'>) {
  const span = spanOf(filter)
  if (span) return span.what
  if (isAssignee(filter)) return 'mine'
  return isLabel(filter) ? 'label' : (filter as Exclude<typeof filter, SpanFilter>)
}

/** The items to show, and where more of them come from. */
function useList(tenantId: string, search: string, filter: ListFilter) {
  const isSearch = search !== ''
  const chats = useInfiniteQuery({ ...chatsQuery(tenantId, search, isSearch ? 'main' : filter), placeholderData: keepPreviousData })
  const pinned = useInfiniteQuery({ ...chatsQuery(tenantId, '', 'pinned'), enabled: !isSearch && filter === 'main' })
  const messages = useInfiniteQuery({ ...foundQuery(tenantId, search), enabled: isSearch, placeholderData: keepPreviousData })
  const { data: labels } = useQuery(labelsQuery(tenantId))
  const { data: archived } = useInfiniteQuery(chatsQuery(tenantId, '', 'archived'))

  const items = useMemo(() => {
    const listed = chats.data?.pages.flatMap((page) => page.items)
    if (!listed) return undefined
    if (!isSearch)
      return chatItems(
        filter === 'main'
          ? withPinned(
              listed,
              pinned.data?.pages.flatMap((page) => page.items),
            )
          : listed,
      )
    const pages = messages.data?.pages
    const known = new Map(pages?.flatMap((page) => page.chats).map((chat) => [chat.id, chat]))
    return foundItems({
      chats: listed,
      found: pages?.flatMap((page) => page.items),
      chatOf: (id) => known.get(id),
      indexedPercent: pages?.[0]?.indexedPercent ?? 100,
    })
  }, [chats.data, pinned.data, messages.data, isSearch, filter])

  // Without a network it would be asked for again and again.
  const isDown = useConnection() === 'down'
  const queries = [chats, ...(isSearch ? [messages] : [])]
  const failed = queries.find((query) => query.isFetchNextPageError)
  const next = failed ? undefined : queries.find((query) => query.hasNextPage)
  return {
    items,
    labels: labels ?? [],
    archivedUnread: archived?.pages.flatMap((page) => page.items).filter(({ unread }) => unread > 0).length ?? 0,
    error: chats.isError ? troubleOf(chats.error).code : undefined,
    again: () => void chats.refetch(),
    retry: failed && (() => void failed.fetchNextPage()),
    more: next && !next.isFetchingNextPage && !isDown ? () => void next.fetchNextPage() : undefined,
  }
}

/** The chats with those on top that are kept there, the last put there first. */
function withPinned(chats: Chat[], pinned: Chat[] | undefined): Chat[] {
  const top = [...(pinned ?? chats.filter((chat) => chat.pinnedAtMs !== null))]
  top.sort((one, other) => (other.pinnedAtMs ?? 0) - (one.pinnedAtMs ?? 0))
  const isTop = new Set(top.map(({ id }) => id))
  return [...top, ...chats.filter(({ id }) => !isTop.has(id))]
}
