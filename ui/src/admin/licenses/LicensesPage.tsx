import { useQuery } from '@tanstack/react-query'
import { Scale } from 'lucide-react'
import { useMemo, useState } from 'react'

import { licenses as licensesQuery } from '../../api/licenses'
import { troubleOf } from '../../api/problem'
import { useTranslation } from '../../lib/translation'
import { Blank } from '../../ui/Blank'
import { Button } from '../../ui/Button'
import { SearchField } from '../../ui/SearchField'
import { Skeleton } from '../../ui/Skeleton'
import { matching, readSections, type Section } from './sections'

/** What Portaria is made of, with the licence of each part. The texts stand in their own language. */
export function LicensesPage() {
  const { t } = useTranslation()
  const query = useQuery(licensesQuery)
  const [words, setWords] = useState('')
  const all = useMemo(() => (query.data === undefined ? undefined : readSections(query.data)), [query.data])
  const shown = all && matching(all, words)
  return (
    <main className="min-h-0 grow overflow-y-auto">
      <div className="mx-auto max-w-3xl space-y-5 px-6 py-6 max-sm:px-4">
        <div>
          <h1 className="text-xl font-semibold">{t('licenses.title')}</h1>
          <p className="mt-1 text-soft">{t('licenses.text')}</p>
        </div>
        <SearchField label={t('licenses.search')} clearLabel={t('common.clearSearch')} words={words} onWords={setWords} />
        {shown?.map((section) => (
          <License key={section.license + section.text} section={section} />
        ))}
        {shown?.length === 0 && <Blank icon={<Scale size={22} />} title={t('licenses.none')} />}
        {!shown &&
          (query.isError ? (
            <Blank
              icon={<Scale size={22} />}
              title={t(`problem.${troubleOf(query.error).code}`)}
              action={<Button onClick={() => void query.refetch()}>{t('common.retry')}</Button>}
            />
          ) : (
            <Skeleton className="h-64" />
          ))}
      </div>
    </main>
  )
}

function License({ section }: { section: Section }) {
  const { t } = useTranslation()
  return (
    <section className="rounded-lg border border-line bg-surface p-5">
      <h2 className="text-lg font-semibold" lang="en">
        {section.license}
      </h2>
      <ul className="mt-2 flex flex-wrap gap-x-4 gap-y-1 text-sm" lang="en">
        {section.parts.map(({ name, version, url }) => (
          <li key={`${name} ${version}`} className="break-all">
            {url === null ? (
              name
            ) : (
              <a href={url} target="_blank" rel="noreferrer" className="text-accent underline">
                {name}
              </a>
            )}{' '}
            <span className="text-soft">{version}</span>
          </li>
        ))}
      </ul>
      <details className="mt-3">
        <summary className="cursor-pointer font-medium text-accent">{t('licenses.read')}</summary>
        <pre className="mt-3 text-xs break-words whitespace-pre-wrap" lang="en">
          {section.text}
        </pre>
      </details>
    </section>
  )
}
