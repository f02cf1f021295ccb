import { Link } from '@tanstack/react-router'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useRef } from 'react'

import type { TenantOrder } from '../../api/admin'
import type { Tenant } from '../../api/types'
import { StatusPill } from '../../features/session/StatusPill'
import { moment } from '../../lib/dates'
import { phoneSized, useMedia } from '../../lib/media'
import { useNow } from '../../lib/now'
import { formatPhone } from '../../lib/phone'
import { useTranslation } from '../../lib/translation'
import { visible } from '../../lib/visible'
import { Skeleton } from '../../ui/Skeleton'
import { Button } from '../../ui/Button'
import { useAsked, useSessionAction } from '../session-actions'
import { RowActions } from './RowActions'
import { SortHeader } from './SortHeader'

const rowPx = 44
/** On a phone the status stands below the name. */
const tallRowPx = 68
const columns =
  'grid items-center gap-x-3 px-4 max-sm:grid-cols-[minmax(0,1fr)_6.5rem] sm:grid-cols-[minmax(0,1fr)_minmax(0,1.2fr)_6.5rem] md:grid-cols-[minmax(0,1.2fr)_minmax(0,1.4fr)_minmax(0,1.2fr)_6.5rem] lg:grid-cols-[minmax(0,1.2fr)_minmax(0,1.4fr)_minmax(0,1.2fr)_8rem_6.5rem] xl:grid-cols-[minmax(0,1.2fr)_minmax(0,1.5fr)_minmax(0,1.3fr)_8rem_8rem_6.5rem]'

interface Props {
  /** Those that are known so far. */
  tenants: Tenant[]
  /** How many there are. */
  total: number
  order: TenantOrder
  onSort: (order: TenantOrder) => void
  onEnd: (() => void) | undefined
}

/** As many rows as there are, of which only those in sight are in the page. Arrow keys go from row to row. */
export function TenantsTable({ tenants, total, order, onSort, onEnd }: Props) {
  const { t, i18n } = useTranslation()
  const now = useNow()
  const scroller = useRef<HTMLDivElement>(null)
  const isPhone = useMedia(phoneSized)
  // eslint-disable-next-line react-hooks/incompatible-library -- the virtualizer is used in this component alone
  const virtual = useVirtualizer({
    count: tenants.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => (isPhone ? tallRowPx : rowPx),
    getItemKey: (index) => tenants[index]?.id ?? index,
    overscan: 12,
  })
  const items = virtual.getVirtualItems()
  const last = items.at(-1)?.index ?? 0
  useEffect(() => {
    if (last > tenants.length - 40) onEnd?.()
  }, [last, tenants.length, onEnd])

  const onKeyDown = (event: React.KeyboardEvent) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    const row = (event.target as HTMLElement).closest<HTMLElement>('[data-index]')
    if (step === 0 || !row) return
    const next = Number(row.dataset.index) + step
    if (next < 0 || next >= tenants.length) return
    event.preventDefault()
    virtual.scrollToIndex(next)
    scroller.current?.querySelector<HTMLElement>(`[data-index="${next}"] a`)?.focus()
  }
  return (
    <div
      ref={scroller}
      role="table"
      aria-rowcount={total + 1}
      aria-label={t('admin.tenants')}
      className="min-h-0 grow overflow-y-auto rounded-lg border border-line bg-surface"
    >
      <div role="rowgroup" className="sticky top-0 z-10 border-b border-line bg-surface">
        <div role="row" aria-rowindex={1} className={`${columns} h-9 text-xs font-medium text-soft max-sm:hidden`}>
          <SortHeader sort="name" label={t('tenants.name')} order={order} onSort={onSort} />
          <SortHeader sort="status" label={t('tenants.status')} order={order} onSort={onSort} />
          <span role="columnheader" className="max-md:hidden">
            {t('tenants.account')}
          </span>
          <SortHeader sort="activity" label={t('tenants.lastActivity')} order={order} onSort={onSort} className="max-lg:hidden" />
          <SortHeader sort="since" label={t('session.sinceTitle')} order={order} onSort={onSort} className="max-xl:hidden" />
          <span role="columnheader" className="sr-only">
            {t('tenants.actions')}
          </span>
        </div>
      </div>
      <div role="rowgroup" onKeyDown={onKeyDown} className="relative" style={{ height: virtual.getTotalSize() }}>
        {items.map((item) => {
          const tenant = tenants[item.index]
          if (!tenant) return null
          const name = visible(tenant.account?.pushName ?? '')
          const phone = formatPhone(tenant.account?.pn ?? '')
          return (
            <div
              key={item.key}
              role="row"
              aria-rowindex={item.index + 2}
              data-index={item.index}
              data-tenant={tenant.id}
              className={`${columns} group absolute top-0 left-0 w-full border-b border-line focus-within:bg-sunken hover:bg-sunken`}
              style={{ height: item.size, transform: `translateY(${item.start}px)` }}
            >
              <span role="cell" className="min-w-0 max-sm:self-end">
                <Link
                  to="/tenants/$tenantId"
                  params={{ tenantId: tenant.id }}
                  className="block truncate font-medium after:absolute after:inset-0 after:content-['']"
                >
                  {tenant.name}
                </Link>
              </span>
              {/* Above the link that covers the row. */}
              <span role="cell" className="relative z-1 flex max-w-full min-w-0 justify-self-start max-sm:col-start-1 max-sm:row-start-2">
                <Pill tenant={tenant} />
              </span>
              <span role="cell" className="truncate tabular-nums max-md:hidden">
                {tenant.account ? (
                  <>
                    {phone}
                    {name !== '' && <span className="ml-2 text-soft">{name}</span>}
                  </>
                ) : (
                  <span className="text-soft">{tenant.phone === null ? t('tenants.noAccount') : formatPhone(tenant.phone)}</span>
                )}
              </span>
              <span role="cell" className="truncate text-soft tabular-nums max-lg:hidden">
                {tenant.lastActivityAtMs === null ? t('tenants.noActivity') : moment(tenant.lastActivityAtMs, now, i18n.language)}
              </span>
              <span role="cell" className="truncate text-soft tabular-nums max-xl:hidden">
                {moment(tenant.session.sinceMs, now, i18n.language)}
              </span>
              <span role="cell" className="relative z-1 flex justify-end max-sm:col-start-2 max-sm:row-span-2 max-sm:row-start-1">
                <RowActions tenant={tenant} />
              </span>
            </div>
          )
        })}
      </div>
    </div>
  )
}

function Pill({ tenant }: { tenant: Tenant }) {
  const asked = useAsked(tenant.id)
  return <StatusPill session={tenant.session} reader="provider" asked={asked} action={<PillAction tenant={tenant} />} />
}

/** The one thing the provider can do about a status by pressing a button. */
function PillAction({ tenant }: { tenant: Tenant }) {
  const { t } = useTranslation()
  const act = useSessionAction(tenant)
  const asked = useAsked(tenant.id)
  const { action } = tenant.session
  if (action !== 'start' && action !== 'take_over') return null
  return (
    <Button size="small" kind="primary" isBusy={asked !== undefined} onClick={() => act.mutate('start')} className="mt-4">
      {t(`action.${action}`)}
    </Button>
  )
}

/** The same shape, before the first page is there. */
export function WaitingTable() {
  const { t } = useTranslation()
  return (
    <div role="status" aria-label={t('common.loading')} className="overflow-hidden rounded-lg border border-line bg-surface">
      <div className="h-9 border-b border-line max-sm:hidden" />
      {[0, 1, 2, 3, 4, 5].map((row) => (
        <div key={row} className={`${columns} h-11 border-b border-line max-sm:h-17`}>
          <Skeleton className="h-4 w-3/5" />
          <Skeleton className="h-5 w-28 rounded-full!" />
          <Skeleton className="h-4 w-3/5 max-md:hidden" />
          <Skeleton className="h-4 w-20 max-lg:hidden" />
          <Skeleton className="h-4 w-20 max-xl:hidden" />
          <span />
        </div>
      ))}
    </div>
  )
}
