import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Plus, Search, Users } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'

import { type TenantOrder, tenants as tenantsQuery } from '../../api/admin'
import { troubleOf } from '../../api/problem'
import { sessionWords } from '../../features/session/session-words'
import { searchRestMs, useSettled } from '../../lib/settled'
import { useTranslation } from '../../lib/translation'
import { Blank } from '../../ui/Blank'
import { Button } from '../../ui/Button'
import { SearchField } from '../../ui/SearchField'
import { Select } from '../../ui/Select'
import { useTenantsSearch } from '../place'
import { inAddress, orderOf, type TenantsSearch } from '../tenants-search'
import { NewTenantDialog } from './NewTenantDialog'
import { OverviewStrip } from './OverviewStrip'
import { TenantsTable, WaitingTable } from './TenantsTable'

/** Every tenant with where its session stands, live. */
export function TenantsPage() {
  const { t } = useTranslation()
  const place = useTenantsSearch()
  const { search = '', status } = place
  const order = orderOf(place)
  const navigate = useNavigate()
  const [isNew, setNew] = useState(false)
  const query = useInfiniteQuery({ ...tenantsQuery({ search, status: status ?? null, ...order }), placeholderData: keepPreviousData })
  const tenants = query.data?.pages.flatMap((page) => page.items)
  const total = query.data?.pages[0]?.total
  const isFiltered = search !== '' || status !== undefined
  const go = ({ search, status, order: next = order }: Pick<TenantsSearch, 'search' | 'status'> & { order?: TenantOrder }) =>
    void navigate({ to: '/', search: { ...(search && { search }), ...(status && { status }), ...inAddress(next) }, replace: true })
  const sort = (next: TenantOrder) => go({ search, ...(status && { status }), order: next })
  return (
    <main className="flex min-h-0 grow flex-col gap-4 p-6 max-sm:p-4">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <h1 className="text-xl font-semibold">
          {t('admin.tenants')}
          <span className="ml-2.5 text-base font-normal text-soft tabular-nums max-sm:ml-0 max-sm:block max-sm:min-h-5">
            {total !== undefined && t('tenants.count', { count: total })}
          </span>
        </h1>
        <Button kind="primary" icon={<Plus size={18} aria-hidden />} onClick={() => setNew(true)}>
          {t('tenants.new')}
        </Button>
      </div>
      <OverviewStrip />
      <div className="grid grid-cols-2 gap-2 sm:flex sm:flex-wrap">
        <TenantSearch search={search} onSearch={(words) => go({ search: words, ...(status && { status }) })} />
        <Select
          label={t('tenants.filter')}
          className="sm:w-auto sm:max-w-60"
          value={status ?? ''}
          onChange={(word) => {
            const chosen = sessionWords.find((one) => one === word)
            go({ search, ...(chosen && { status: chosen }) })
          }}
          options={[
            ['', t('tenants.all')],
            ...sessionWords.map((word) => [word, word === 'failed' ? t('status.failed', { reason: '…' }) : t(`status.${word}`)] as const),
          ]}
        />
        <Select
          label={t('tenants.sort')}
          className="sm:w-auto sm:max-w-60"
          value={`${order.sort} ${order.order}`}
          onChange={(chosen) => {
            const next = orders.find(({ sort, order }) => `${sort} ${order}` === chosen)
            if (next) sort(next)
          }}
          options={orders.map(({ sort, order }) => [`${sort} ${order}`, t(`sorted.${sort}.${order}`)] as const)}
        />
      </div>
      {query.isError && !tenants ? (
        <Blank
          icon={<Users />}
          title={t('tenants.failedTitle')}
          text={t(`problem.${troubleOf(query.error).code}`)}
          action={<Button onClick={() => void query.refetch()}>{t('common.retry')}</Button>}
        />
      ) : !tenants ? (
        <WaitingTable />
      ) : tenants.length > 0 ? (
        <TenantsTable
          tenants={tenants}
          total={total ?? tenants.length}
          order={order}
          onSort={sort}
          onEnd={query.hasNextPage && !query.isFetchingNextPage ? () => void query.fetchNextPage() : undefined}
        />
      ) : isFiltered ? (
        <Blank
          icon={<Search />}
          title={t('tenants.nothingFound')}
          text={t('tenants.nothingFoundText')}
          action={<Button onClick={() => go({})}>{t('tenants.showAll')}</Button>}
        />
      ) : (
        <Blank
          icon={<Users />}
          title={t('tenants.emptyTitle')}
          text={t('tenants.emptyText')}
          action={
            <Button kind="primary" icon={<Plus size={18} />} onClick={() => setNew(true)}>
              {t('tenants.new')}
            </Button>
          }
        />
      )}
      {isNew && <NewTenantDialog onClose={() => setNew(false)} />}
    </main>
  )
}

const orders: TenantOrder[] = [
  { sort: 'created', order: 'desc' },
  { sort: 'created', order: 'asc' },
  { sort: 'activity', order: 'desc' },
  { sort: 'activity', order: 'asc' },
  { sort: 'name', order: 'asc' },
  { sort: 'name', order: 'desc' },
  { sort: 'status', order: 'asc' },
  { sort: 'status', order: 'desc' },
  { sort: 'since', order: 'desc' },
  { sort: 'since', order: 'asc' },
]

/** What is typed goes to the address once it rests. */
function TenantSearch({ search, onSearch }: { search: string; onSearch: (words: string) => void }) {
  const { t } = useTranslation()
  const [words, setWords] = useState(search)
  const tell = useRef(onSearch)
  useEffect(() => {
    tell.current = onSearch
  })
  const settled = useSettled(words.trim(), searchRestMs)
  useEffect(() => {
    if (settled !== search) tell.current(settled)
    // A search that the address was given by another way does not change what is typed.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [settled])
  return (
    <SearchField
      label={t('tenants.search')}
      clearLabel={t('common.clearSearch')}
      words={words}
      onWords={setWords}
      className="max-sm:col-span-2 sm:w-80"
    />
  )
}
