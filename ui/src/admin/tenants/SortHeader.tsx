import { ArrowDown, ArrowUp } from 'lucide-react'

import type { TenantOrder } from '../../api/admin'
import { classes } from '../../ui/classes'

interface Props {
  sort: TenantOrder['sort']
  label: string
  order: TenantOrder
  onSort: (order: TenantOrder) => void
  className?: string
}

/** Which end of a column is wanted first when it is chosen. */
const firstOrder: Record<TenantOrder['sort'], TenantOrder['order']> = {
  name: 'asc',
  status: 'asc',
  since: 'desc',
  activity: 'desc',
  created: 'desc',
}

/** A column's head that sorts by it; pressed again, the other way round. */
export function SortHeader({ sort, label, order, onSort, className }: Props) {
  const isSorted = order.sort === sort
  const isUp = order.order === 'asc'
  const Arrow = isUp ? ArrowUp : ArrowDown
  const next = isSorted ? (isUp ? 'desc' : 'asc') : firstOrder[sort]
  return (
    <span role="columnheader" aria-sort={isSorted ? (isUp ? 'ascending' : 'descending') : 'none'} className={classes('min-w-0', className)}>
      <button
        type="button"
        onClick={() => onSort({ sort, order: next })}
        className={classes(
          '-ml-2 flex h-7 max-w-full items-center gap-1 rounded-md px-2 hover:bg-sunken hover:text-ink',
          isSorted && 'text-ink',
        )}
      >
        <span className="truncate">{label}</span>
        {isSorted && <Arrow size={13} aria-hidden className="shrink-0" />}
      </button>
    </span>
  )
}
