import { useQuery } from '@tanstack/react-query'
import { CloudOff } from 'lucide-react'
import { useTranslation } from 'react-i18next'

import { exports as exportsQuery } from '../../../api/exports'
import { troubleOf } from '../../../api/problem'
import { Blank } from '../../../ui/Blank'
import { Button } from '../../../ui/Button'
import { Notice } from '../../../ui/Notice'
import { Skeleton } from '../../../ui/Skeleton'
import { ExportForm } from './ExportForm'
import { ExportMaking } from './ExportMaking'
import { ExportRow } from './ExportRow'

/** Everything of the tenant in one archive: asked for, on its way, and the last ones. */
export function Exports({ tenantId }: { tenantId: string }) {
  const { t } = useTranslation()
  const query = useQuery(exportsQuery(tenantId))
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
      {making ? <ExportMaking tenantId={tenantId} making={making} /> : <ExportForm tenantId={tenantId} />}
      {over.length > 0 && (
        <section>
          <h2 className="mb-3 text-lg font-semibold">{t('exports.last')}</h2>
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
