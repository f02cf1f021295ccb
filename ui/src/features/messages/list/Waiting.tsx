import { useTranslation } from 'react-i18next'

import { Skeleton } from '../../../ui/Skeleton'

/** The list's shape while it is read. */
export function Waiting() {
  const { t } = useTranslation()
  return (
    <div role="status" aria-label={t('common.loading')} className="grow overflow-hidden">
      {[0, 1, 2, 3, 4, 5, 6].map((row) => (
        <div key={row} className="flex h-[72px] items-center gap-3 px-3">
          <Skeleton className="size-12 shrink-0 rounded-full!" />
          <div className="grow space-y-2">
            <Skeleton className="h-4 w-1/2" />
            <Skeleton className="h-3 w-4/5" />
          </div>
        </div>
      ))}
    </div>
  )
}
