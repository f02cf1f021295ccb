import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Plus, Search, Users, X } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'

import { tenants as tenantsQuery } from '../../api/admin'
import { troubleOf } from '../../api/problem'
import type { SessionWord } from '../../api/types'
import { sessionWords } from '../../features/session/session-words'
import { Blank } from '../../ui/Blank'
import { Button } from '../../ui/Button'
import { Field } from '../../ui/Field'
import { useTenantsSearch } from '../place'
import { NewTenantDialog } from './NewTenantDialog'
import { OverviewStrip } from './OverviewStrip'
import { TenantsTable, WaitingTable } from './TenantsTable'

/** Every tenant with where its session stands, live. */
export function TenantsPage() {
  const { t } = useTranslation()
  const { search = '', status } = useTenantsSearch()
  const navigate = useNavigate()
  const [isNew, setNew] = useState(false)
  const query = useInfiniteQuery({ ...tenantsQuery({ search, status: status ?? null }), placeholderData: keepPreviousData })
  const tenants = query.data?.pages.flatMap((page) => page.items)
  const total = query.data?.pages[0]?.total
  const isFiltered = search !== '' || status !== undefined
  const filter = (next: { search?: string; status?: SessionWord }) => void navigate({ to: '/', search: next, replace: true })
  return (
    <main className="flex min-h-0 grow flex-col gap-4 p-6 max-sm:p-4">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <h1 className="text-xl font-semibold">
          {t('admin.tenants')}
          {total !== undefined && (
            <span className="ml-2.5 text-base font-normal text-soft tabular-nums">{t('tenants.count', { count: total })}</span>
          )}
        </h1>
        <Button kind="primary" icon={<Plus size={18} aria-hidden />} onClick={() => setNew(true)}>
          {t('tenants.new')}
        </Button>
      </div>
      <OverviewStrip />
      <div className="flex flex-wrap gap-2">
        <SearchField search={search} onSearch={(words) => filter({ ...(words && { search: words }), ...(status && { status }) })} />
        <label className="field flex h-9 items-center rounded-md border border-line-strong bg-surface pointer-coarse:h-11">
          <span className="sr-only">{t('tenants.filter')}</span>
          <select
            value={status ?? ''}
            onChange={(event) => {
              const word = sessionWords.find((one) => one === event.target.value)
              filter({ ...(search && { search }), ...(word && { status: word }) })
            }}
            className="h-full rounded-md bg-surface px-2.5 text-ink"
          >
            <option value="">{t('tenants.all')}</option>
            {sessionWords.map((word) => (
              <option key={word} value={word}>
                {word === 'failed' ? t('status.failed', { reason: '…' }) : t(`status.${word}`)}
              </option>
            ))}
          </select>
        </label>
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
          onEnd={query.hasNextPage && !query.isFetchingNextPage ? () => void query.fetchNextPage() : undefined}
        />
      ) : isFiltered ? (
        <Blank
          icon={<Search />}
          title={t('tenants.nothingFound')}
          text={t('tenants.nothingFoundText')}
          action={<Button onClick={() => filter({})}>{t('tenants.showAll')}</Button>}
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

/** What is typed goes to the address once it rests. */
function SearchField({ search, onSearch }: { search: string; onSearch: (words: string) => void }) {
  const { t } = useTranslation()
  const [words, setWords] = useState(search)
  const tell = useRef(onSearch)
  useEffect(() => {
    tell.current = onSearch
  })
  useEffect(() => {
    if (words.trim() === search) return
    const timer = setTimeout(() => tell.current(words.trim()), 200)
    return () => clearTimeout(timer)
  }, [words, search])
  return (
    <Field
      label={t('tenants.search')}
      isLabelHidden
      type="search"
      placeholder={t('tenants.search')}
      value={words}
      maxLength={100}
      onChange={(event) => setWords(event.target.value)}
      leading={<Search size={16} aria-hidden />}
      trailing={
        words !== '' && (
          <button type="button" aria-label={t('common.clearSearch')} onClick={() => setWords('')}>
            <X size={16} />
          </button>
        )
      }
      className="w-80 max-w-full grow sm:grow-0"
    />
  )
}
