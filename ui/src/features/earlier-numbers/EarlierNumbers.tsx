import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'

import { earlierAccounts } from '../../api/earlier-accounts'
import { troubleOf } from '../../api/problem'
import type { EarlierAccount, Portal } from '../../api/types'
import { formatPhone } from '../../lib/phone'
import { useTranslation } from '../../lib/translation'
import { Button } from '../../ui/Button'
import { Notice } from '../../ui/Notice'
import { ContinueDialog } from './ContinueDialog'

/** The numbers that were linked before, and what became of their chats. Nothing where there are none. */
export function EarlierNumbers({ portal }: { portal: Portal }) {
  const { t } = useTranslation()
  const { data, isError, error, refetch } = useQuery(earlierAccounts(portal.tenantId))
  const [chosen, setChosen] = useState<EarlierAccount>()
  if (!data && isError) {
    const again = <Button onClick={() => void refetch()}>{t('common.retry')}</Button>
    return <Notice tone="bad" className="mt-5" title={t(`problem.${troubleOf(error).code}`)} action={again} />
  }
  if (!data || data.length === 0) return null
  return (
    <div className="mt-6 border-t border-line pt-4">
      <h3 className="font-semibold">{t('earlier.title')}</h3>
      <ul className="mt-1 divide-y divide-line">
        {data.map((one) => (
          <li key={one.id} className="flex flex-wrap items-center gap-x-4 gap-y-2 py-3">
            <div className="min-w-0 grow basis-56">
              <p className="font-medium tabular-nums">{formatPhone(one.pn ?? '') || t('earlier.unknown')}</p>
              <p className="text-sm text-soft tabular-nums">{t(`earlier.state.${one.state}`, { count: one.chats })}</p>
            </div>
            {(one.state === 'asked' || one.state === 'kept_apart') && (
              <Button offBecause={portal.account === null ? t('problem.not_paired') : undefined} onClick={() => setChosen(one)}>
                {t('earlier.continue')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {chosen && (
        <ContinueDialog tenantId={portal.tenantId} of={chosen} linked={portal.account?.pn ?? ''} onClose={() => setChosen(undefined)} />
      )}
    </div>
  )
}
