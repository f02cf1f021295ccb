import { useQuery } from '@tanstack/react-query'
import { useVirtualizer } from '@tanstack/react-virtual'
import { type Ref, useEffect, useImperativeHandle, useRef } from 'react'

import { activities as activitiesQuery } from '../../../api/tenant'
import { type Density, density } from '../../../lib/density'
import { useStore } from '../../../lib/store'
import { useTranslation } from '../../../lib/translation'
import { MoreFailed } from '../../../ui/MoreFailed'
import { ChatRow } from '../ChatRow'
import { FoundRow } from './FoundRow'
import type { Item, Place } from './items'

export interface RowsHandle {
  /** Brings an item onto the screen. */
  show: (index: number) => void
}

interface Props {
  ref: Ref<RowsHandle>
  id: string
  tenantId: string
  items: readonly Item[]
  openChatId: string | undefined
  activeKey: string | undefined
  rowId: (item: Item) => string
  hrefOf: (chatId: string, messageId?: string) => string
  onOpen: (place: Place) => void
  onEnd: (() => void) | undefined
  /** Where what follows did not come. */
  onRetry: (() => void) | undefined
}

const rowPx = { comfortable: 72, compact: 54 } satisfies Record<Density, number>
const lightPx = 36

/** The items of the list; only those that are seen are in the page. */
export function Rows({ ref, id, tenantId, items, openChatId, activeKey, rowId, hrefOf, onOpen, onEnd, onRetry }: Props) {
  const scroller = useRef<HTMLDivElement>(null)
  const { data: activities } = useQuery(activitiesQuery(tenantId))
  const placePx = rowPx[useStore(density)]
  const sizeOf = (index: number) => (items[index]?.kind === 'heading' || items[index]?.kind === 'note' ? lightPx : placePx)
  // eslint-disable-next-line react-hooks/incompatible-library -- the virtualizer is used in this component alone
  const virtual = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: sizeOf,
    getItemKey: (index) => items[index]?.key ?? index,
    overscan: 8,
  })
  useImperativeHandle(ref, () => ({ show: (index) => virtual.scrollToIndex(index) }), [virtual])
  const last = virtual.getVirtualItems().at(-1)?.index ?? 0
  useEffect(() => {
    if (last > items.length - 20) onEnd?.()
  }, [last, items.length, onEnd])
  return (
    <div ref={scroller} className="min-h-0 grow overflow-y-auto overscroll-contain">
      <ul id={id} className="relative" style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map((row) => {
          const item = items[row.index]
          return (
            <li
              key={row.key}
              className="absolute top-0 left-0 w-full"
              style={{ height: row.size, transform: `translateY(${row.start}px)` }}
            >
              {item?.kind === 'chat' ? (
                <ChatRow
                  id={rowId(item)}
                  tenantId={tenantId}
                  chat={item.chat}
                  isOpen={item.chat.id === openChatId}
                  isActive={item.key === activeKey}
                  activity={activities[item.chat.id]}
                  href={hrefOf(item.chat.id)}
                  onOpen={() => onOpen(item)}
                />
              ) : item?.kind === 'found' ? (
                <FoundRow
                  id={rowId(item)}
                  tenantId={tenantId}
                  found={item.found}
                  chat={item.chat}
                  isOpen={false}
                  isActive={item.key === activeKey}
                  href={hrefOf(item.chat.id, item.found.message.id)}
                  onOpen={() => onOpen(item)}
                />
              ) : (
                item && <Line item={item} />
              )}
            </li>
          )
        })}
      </ul>
      {onRetry && (
        <p role="status" className="px-3 py-3 text-center text-sm">
          <MoreFailed onRetry={onRetry} />
        </p>
      )}
    </div>
  )
}

/** What parts the results, or says how it stands with them. */
function Line({ item }: { item: Extract<Item, { kind: 'heading' | 'note' }> }) {
  const { t } = useTranslation()
  if (item.kind === 'heading') {
    return <h2 className="flex h-full items-end px-3 pb-1 text-sm font-semibold text-accent">{t(`chats.found.${item.of}`)}</h2>
  }
  return (
    <p role="status" className="flex h-full items-center px-3 text-base text-soft">
      {t(`chats.found.${item.of}`)}
    </p>
  )
}
