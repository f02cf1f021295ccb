import { useQuery } from '@tanstack/react-query'
import { CloudOff } from 'lucide-react'
import { useEffect, useRef } from 'react'

import { exports as exportsQuery } from '../../../api/exports'
import { troubleOf } from '../../../api/problem'
import type { Export } from '../../../api/types'
import { useTranslation } from '../../../lib/translation'
import { Blank } from '../../../ui/Blank'
import { Button } from '../../../ui/Button'
import { Notice } from '../../../ui/Notice'
import { Skeleton } from '../../../ui/Skeleton'
import { ExportForm } from './ExportForm'
import { ExportMaking } from './ExportMaking'
import { ExportRow } from './ExportRow'

const isGoing = (items: readonly Export[]) => items.some(({ state }) => state === 'making')

/** Everything of the tenant in one archive: asked for, on its way, and the last ones. */
export function Exports({ tenantId }: { tenantId: string }) {
  const { t } = useTranslation()
  const query = useQuery(exportsQuery(tenantId))
  const [form, onItsWay, last] = [useRef<HTMLButtonElement>(null), useRef<HTMLHeadingElement>(null), useRef<HTMLHeadingElement>(null)]
  const shown = useRef<Export[]>(undefined)
  const items = query.data?.items
  useEffect(() => {
    const before = shown.current
    shown.current = items
    if (!before || !items || document.activeElement !== document.body) return
    // What had the focus is gone with what it was about.
    const isChanged =
      items.length !== before.length || items.some(({ id, state }, at) => before[at]?.id !== id || before[at].state !== state)
    const next = isGoing(items) ? onItsWay : isGoing(before) && items.length < before.length ? form : last.current ? last : form
    if (isChanged) next.current?.focus({ preventScroll: true })
  }, [items, form, onItsWay, last])
  if (!query.data) {
    return query.isError ? (
      <Blank
        icon={<CloudOff />}
        title={t('exports.failed')}
        text={t(`problem.${troubleOf(query.error).code}`)}
        action={<Button onClick={() => void query.refetch()}>{t('common.retry')}</Button>}
      />
    ) : (
      <Skeleton className="h-80 rounded-lg!" />
    )
  }
  const making = query.data.items.find(({ state }) => state === 'making')
  const over = query.data.items.filter(({ state }) => state !== 'making')
  const newest = query.data.items[0]
  return (
    <div className="space-y-8">
      <p role="status" className="sr-only">
        {newest && t(`exportState.${newest.state}`)}
      </p>
      {query.isError && <Notice tone="warn" title={t('exports.lost')} />}
      {making ? <ExportMaking tenantId={tenantId} making={making} heading={onItsWay} /> : <ExportForm tenantId={tenantId} button={form} />}
      {over.length > 0 && (
        <section>
          <h2 ref={last} tabIndex={-1} className="mb-3 text-lg font-semibold outline-none">
            {t('exports.last')}
          </h2>
          <ul className="divide-y divide-line rounded-lg border border-line bg-surface">
            {over.map((one) => (
              <ExportRow key={one.id} tenantId={tenantId} of={one} isBusy={making !== undefined} />
            ))}
          </ul>
        </section>
      )}
    </div>
  )
}
