import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useVirtualizer } from '@tanstack/react-virtual'
import { ArrowDown, MessageCircle } from 'lucide-react'
import { memo, useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react'

import { mediaUrl } from '../../api/media'
import { useConnection } from '../../api/connection'
import { troubleOf } from '../../api/problem'
import { messages as messagesQuery, outgoing as outgoingQuery } from '../../api/tenant'
import type { Chat, Message } from '../../api/types'
import { dayLabel } from '../../lib/dates'
import { minuteMs, useNow } from '../../lib/now'
import { part } from '../../lib/part'
import { formatPhone } from '../../lib/phone'
import { useTranslation } from '../../lib/translation'
import { Blank } from '../../ui/Blank'
import { Button, IconButton } from '../../ui/Button'
import { classes } from '../../ui/classes'
import { MoreFailed } from '../../ui/MoreFailed'
import { Skeleton } from '../../ui/Skeleton'
import { PinnedBar } from './acting/PinnedBar'
import { AlbumBubble } from './AlbumBubble'
import { joinAlbums } from './albums'
import { MessageBubble, OutgoingBubble, SystemPill } from './Bubble'
import { chatName, isOfMany } from './chat-words'
import { player } from './kinds/media/player'
import { voiceAfter } from './kinds/media/voice-after'
import { OpenInViewer } from './kinds/media/viewing'
import { TenantId } from './kinds/tenant'
import { useOpeningPlace } from './opening-place'
import type { useSending } from './sending'
import { isSameRow, type Row, rowOf, timeline } from './timeline'

const ChatViewer = part(async () => (await import('./gallery/ChatViewer')).ChatViewer)

interface Props {
  tenantId: string
  chat: Chat
  unread: { count: number; untilMs: number }
  sending: ReturnType<typeof useSending>
  /** Whether the end of the conversation is on the screen. */
  onEndSeen: (isSeen: boolean) => void
  /** The message to open at; the end, or what is unread, without one. Give it as `key`, too. */
  at: string | undefined
  /** Opens at another message, or at the end again; instead of the place where one is, Back does not lead to that. */
  onAt: (messageId: string | undefined, isInstead?: boolean) => void
  /** A message that somebody wants to see, from outside of the conversation. */
  wanted: string | undefined
  onWant: (messageId: string | undefined) => void
}

const nothingUnread = { count: 0, untilMs: 0 }
const nothingOutgoing: never[] = []
/** For so long the message that was opened at is marked. */
const markedMs = 2_500

/** So near to its end a conversation follows what arrives. */
const nearEndPx = 80
/** So many rows before the last that are known in a direction, more are fetched. */
const nearEdgeRows = 8

/** The messages of a chat: only what is seen is in the page, and older ones are fetched on the way up. */
export function History({ tenantId, chat, unread, sending, onEndSeen, at, onAt, wanted, onWant }: Props) {
  const { t } = useTranslation()
  const chatId = chat.id
  const query = useInfiniteQuery(messagesQuery(tenantId, chatId, at))
  const { data: waiting } = useQuery(outgoingQuery(tenantId, chatId))
  const { data, hasNextPage, isFetchingNextPage, fetchNextPage, hasPreviousPage, isFetchingPreviousPage, fetchPreviousPage } = query
  // Without a network older ones would be asked for again and again.
  const isDown = useConnection() === 'down'
  const { isFetchNextPageError, isFetchPreviousPageError } = query
  // What is on its way stands behind the newest message, which may not be among these.
  const outgoing = hasPreviousPage ? nothingOutgoing : waiting
  // Whoever writes wants to see it leave; what is not there any more opens at the end.
  const written = waiting.length
  const [writtenBefore] = useState(written)
  const isAstray = at !== undefined && (written > writtenBefore || (query.isError && troubleOf(query.error).code === 'not_found'))
  useEffect(() => {
    if (isAstray) onAt(undefined, true)
  }, [isAstray, onAt])
  const newestFirst = useMemo(() => data?.pages.flatMap((page) => page.items) ?? [], [data])
  const rows = useMemo(
    () =>
      data
        ? joinAlbums(timeline({ newestFirst, outgoing, unread: at === undefined ? unread : nothingUnread, isComplete: !hasNextPage }))
        : [],
    [data, newestFirst, outgoing, unread, at, hasNextPage],
  )

  // Nothing lies below what is not there.
  const isEmpty = data !== undefined && rows.length <= 1
  useEffect(() => {
    if (isEmpty) onEndSeen(true)
  }, [isEmpty, onEndSeen])

  const [viewed, setViewed] = useState<Message>()
  useEffect(() => {
    player.follow((id) => {
      const file = voiceAfter(newestFirst, id)
      return file && { id: file.id, url: mediaUrl(tenantId, file.id) }
    })
  }, [newestFirst, tenantId])
  // Whoever leaves a conversation hears no more of it.
  useEffect(() => () => player.stop(), [])

  if (query.isError && !data) {
    return (
      <Blank
        icon={<MessageCircle />}
        title={t('conversation.failed')}
        text={t(`problem.${troubleOf(query.error).code}`)}
        action={<Button onClick={() => void query.refetch()}>{t('common.retry')}</Button>}
      />
    )
  }
  if (!data) return <Waiting />
  if (isEmpty) return <Blank icon={<MessageCircle />} title={t('conversation.empty')} />
  return (
    <TenantId value={tenantId}>
      <OpenInViewer value={setViewed}>
        <Scroller
          rows={rows}
          newestFirst={newestFirst}
          label={t('conversation.messages', { name: chatName(chat, t) })}
          // Twice in a row is asked once: the second would end the first and begin anew.
          onTop={
            hasNextPage && !isFetchingNextPage && !isFetchNextPageError && !isDown
              ? () => void fetchNextPage({ cancelRefetch: false })
              : undefined
          }
          at={at}
          onAt={onAt}
          hasNewer={hasPreviousPage}
          onBottom={
            hasPreviousPage && !isFetchingPreviousPage && !isFetchPreviousPageError && !isDown
              ? () => void fetchPreviousPage({ cancelRefetch: false })
              : undefined
          }
          isFetching={isFetchingNextPage}
          onRetry={
            isFetchNextPageError ? () => void fetchNextPage() : isFetchPreviousPageError ? () => void fetchPreviousPage() : undefined
          }
          hasAuthors={isOfMany(chat)}
          sending={sending}
          unreadBelow={chat.unread}
          onEndSeen={onEndSeen}
          wanted={wanted}
          onWant={onWant}
        />
      </OpenInViewer>
      {viewed && (
        <ChatViewer
          tenantId={tenantId}
          chat={chat}
          opened={viewed}
          around={viewed.id}
          known={newestFirst}
          onShow={(id) => {
            setViewed(undefined)
            onWant(id)
          }}
          onClose={() => setViewed(undefined)}
        />
      )}
    </TenantId>
  )
}

interface ScrollerProps {
  rows: Row[]
  newestFirst: readonly Message[]
  label: string
  at: Props['at']
  onAt: Props['onAt']
  /** Whether messages follow that are not here yet. */
  hasNewer: boolean
  onTop: (() => void) | undefined
  onBottom: (() => void) | undefined
  isFetching: boolean
  /** Where some that are wanted did not come. */
  onRetry: (() => void) | undefined
  hasAuthors: boolean
  sending: Props['sending']
  unreadBelow: number
  onEndSeen: Props['onEndSeen']
  wanted: Props['wanted']
  onWant: Props['onWant']
}

function Scroller(props: ScrollerProps) {
  const {
    rows,
    newestFirst,
    label,
    at,
    onAt,
    hasNewer,
    onTop,
    onBottom,
    isFetching,
    onRetry,
    hasAuthors,
    sending,
    unreadBelow,
    onEndSeen,
    wanted,
    onWant,
  } = props
  const { t } = useTranslation()
  const scroller = useRef<HTMLDivElement>(null)
  const [isAtEnd, setAtEnd] = useState(true)
  // eslint-disable-next-line react-hooks/incompatible-library -- the virtualizer is used in this component alone
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => (rows[index]?.kind === 'message' ? 44 : 40),
    getItemKey: (index) => rows[index]?.key ?? index,
    overscan: 12,
    paddingStart: 12,
    paddingEnd: 12,
    // What is on the screen stays where it is when older messages are put above, and the end is followed.
    anchorTo: 'end',
    followOnAppend: !hasNewer,
    scrollEndThreshold: nearEndPx,
    // By what is known of the rows: `isAtEnd` has the browser lay the page out in the middle of each frame.
    onChange: (instance) => {
      const { scrollOffset, scrollRect } = instance
      setAtEnd(instance.getTotalSize() - (scrollOffset ?? 0) - (scrollRect?.height ?? 0) <= nearEndPx)
    },
  })

  const place = useOpeningPlace(virtual, rows, at)
  const first = virtual.getVirtualItems()[0]?.index
  const last = virtual.getVirtualItems().at(-1)?.index
  useEffect(() => {
    onEndSeen(place.isReached() && isAtEnd && !hasNewer)
    if (!place.isReached()) return
    if (first !== undefined && first < nearEdgeRows) onTop?.()
    if (last !== undefined && last >= rows.length - nearEdgeRows) onBottom?.()
  })
  const [marked, setMarked] = useState(at)
  useEffect(() => {
    if (marked === undefined) return
    const timer = setTimeout(() => setMarked(undefined), markedMs)
    return () => clearTimeout(timer)
  }, [marked])
  const markedRow = marked === undefined ? -1 : rowOf(rows, marked)

  // What grows below takes its room from above: whoever was at the end stays there.
  useEffect(() => {
    const area = scroller.current
    if (!area) return
    let before: number | undefined
    const watch = new ResizeObserver(() => {
      const wasAtEnd = before !== undefined && area.scrollHeight - area.scrollTop - before <= nearEndPx
      before = area.clientHeight
      if (wasAtEnd && !hasNewer) virtual.scrollToEnd()
    })
    watch.observe(area)
    return () => watch.disconnect()
  }, [virtual, hasNewer])

  // One's own message is always shown.
  const mine = rows.filter((row) => row.kind === 'outgoing').length
  useEffect(() => {
    if (mine === 0) return
    place.takeOver()
    virtual.scrollToEnd()
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [mine])

  // The same for all rows and at any time: another one would have each of them drawn again with every page that comes.
  const now = useRef({ rows, onAt })
  useLayoutEffect(() => {
    now.current = { rows, onAt }
  })
  const jumpTo = useCallback(
    (messageId: string) => () => {
      const index = rowOf(now.current.rows, messageId)
      // What is not here yet is opened at.
      if (index < 0) return now.current.onAt(messageId)
      place.takeOver()
      setMarked(messageId)
      virtual.scrollToIndex(index, { align: 'center' })
    },
    [place, virtual],
  )

  useEffect(() => {
    if (wanted === undefined) return
    jumpTo(wanted)()
    onWant(undefined)
    // eslint-disable-next-line react-hooks/exhaustive-deps -- once for each that is wanted
  }, [wanted])

  return (
    <>
      <PinnedBar newestFirst={newestFirst} jumpTo={jumpTo} />
      <div className="relative min-h-0 grow">
        <div
          ref={scroller}
          role="log"
          aria-label={label}
          tabIndex={0}
          onWheel={place.takeOver}
          onTouchMove={place.takeOver}
          onPointerDown={place.takeOver}
          onKeyDown={place.takeOver}
          className="h-full overflow-y-auto overscroll-contain"
        >
          <div className="relative w-full" style={{ height: virtual.getTotalSize() }}>
            {virtual.getVirtualItems().map((item) => {
              const row = rows[item.index]
              return (
                <div
                  key={item.key}
                  ref={virtual.measureElement}
                  data-index={item.index}
                  className={classes('absolute top-0 left-0 w-full', item.index === markedRow && 'bg-accent-tint')}
                  style={{ transform: `translateY(${item.start}px)` }}
                >
                  {row && <RowView row={row} hasAuthors={hasAuthors} jumpTo={jumpTo} sending={sending} />}
                </div>
              )
            })}
          </div>
        </div>
        {isFetching && (
          <p role="status" className="absolute inset-x-0 top-2 text-center">
            <span className="rounded-full bg-raised px-3 py-1 text-sm text-soft shadow-float">{t('conversation.older')}</span>
          </p>
        )}
        {onRetry && !isFetching && (
          <p role="status" className="absolute inset-x-0 top-2 text-center">
            <span className="inline-block rounded-md bg-raised px-3 py-1.5 text-sm shadow-float">
              <MoreFailed onRetry={onRetry} />
            </span>
          </p>
        )}
        {(!isAtEnd || hasNewer) && (
          <IconButton
            kind="plain"
            label={unreadBelow === 0 ? t('conversation.toEnd') : t('conversation.toUnread', { count: unreadBelow })}
            className="absolute right-4 bottom-3 rounded-full! shadow-float"
            onClick={() => {
              place.takeOver()
              if (hasNewer) onAt(undefined)
              else virtual.scrollToEnd({ behavior: 'smooth' })
            }}
          >
            <ArrowDown size={18} />
            {unreadBelow > 0 && (
              <span
                aria-hidden
                className="absolute -top-2 flex h-5 min-w-5 items-center justify-center rounded-full bg-accent px-1.5 text-xs font-semibold text-on-accent tabular-nums"
              >
                {unreadBelow > 999 ? '999+' : unreadBelow}
              </span>
            )}
          </IconButton>
        )}
      </div>
    </>
  )
}

interface RowProps {
  row: Row
  hasAuthors: boolean
  jumpTo: (messageId: string) => () => void
  sending: Props['sending']
}

/** Drawn again where it says something else, and not with each step of the wheel, nor with each page that comes above. */
const RowView = memo(function RowView({ row, hasAuthors, jumpTo, sending }: RowProps) {
  const { t } = useTranslation()
  switch (row.kind) {
    case 'beginning':
      return <p className="px-6 pt-2 pb-1 text-center text-sm text-soft">{t('conversation.beginning')}</p>
    case 'day':
      return <Day atMs={row.atMs} />
    case 'unread':
      return (
        <p className="flex items-center gap-3 px-4 pt-3 pb-1 text-sm font-medium text-accent before:h-px before:grow before:bg-line after:h-px after:grow after:bg-line">
          {t('conversation.unread', { count: row.count })}
        </p>
      )
    case 'number':
      return (
        <p className="px-6 pt-3 pb-1 text-center text-sm text-soft tabular-nums">
          {row.pn === null ? t('conversation.earlierNumber') : t('conversation.earlierNumberOf', { number: formatPhone(row.pn) })}
        </p>
      )
    case 'message':
      return (
        <MessageBubble
          message={row.message}
          startsRun={row.startsRun}
          hasAuthor={hasAuthors}
          jumpTo={jumpTo}
          onSendAgain={() => sending.sendStoredAgain(row.message)}
          onDiscard={() => sending.discardStored(row.message)}
        />
      )
    case 'album':
      return (
        <AlbumBubble
          messages={row.messages}
          outgoing={row.outgoing}
          startsRun={row.startsRun}
          hasAuthor={hasAuthors}
          jumpTo={jumpTo}
          onSendAgain={(part) => ('key' in part ? sending.sendAgain(part) : sending.sendStoredAgain(part))}
          onDiscard={(part) => ('key' in part ? sending.discard(part) : sending.discardStored(part))}
        />
      )
    case 'line':
      return <SystemPill message={row.message} />
    case 'outgoing':
      return (
        <OutgoingBubble
          outgoing={row.outgoing}
          startsRun={row.startsRun}
          onSendAgain={() => sending.sendAgain(row.outgoing)}
          onDiscard={() => sending.discard(row.outgoing)}
        />
      )
  }
}, isSameView)

function isSameView(one: RowProps, other: RowProps): boolean {
  const isSameRest = one.hasAuthors === other.hasAuthors && one.jumpTo === other.jumpTo && one.sending === other.sending
  return isSameRest && isSameRow(one.row, other.row)
}

function Day({ atMs }: { atMs: number }) {
  const { i18n } = useTranslation()
  const now = useNow(minuteMs)
  return (
    <p className="pt-3 pb-1 text-center">
      <span className="inline-block rounded-full bg-bubble-in px-3 py-1 text-xs font-medium text-soft first-letter:uppercase">
        {dayLabel(atMs, now, i18n.language)}
      </span>
    </p>
  )
}

function Waiting() {
  const { t } = useTranslation()
  return (
    <div
      role="status"
      aria-label={t('common.loading')}
      className="flex min-h-0 grow flex-col justify-end gap-2 overflow-hidden p-4 sm:px-[6%]"
    >
      {['w-48', 'w-64', 'ml-auto w-56', 'w-40', 'ml-auto w-72', 'ml-auto w-44'].map((width) => (
        <Skeleton key={width} className={`h-9 rounded-md! bg-bubble-in! ${width}`} />
      ))}
    </div>
  )
}
