import { CloudOff } from 'lucide-react'

import { useTranslation } from '../lib/translation'
import { Blank } from '../ui/Blank'
import { Button } from '../ui/Button'
import { Late } from '../ui/Late'
import { Skeleton } from '../ui/Skeleton'
import { Frame } from './Frame'

/** While the link is being exchanged; nothing is said of it before it has become long. */
export function Opening({ isUnreachable = false, onRetry }: { isUnreachable?: boolean; onRetry?: () => void }) {
  const { t } = useTranslation()
  if (isUnreachable) {
    return (
      <Frame>
        <Blank
          icon={<CloudOff />}
          title={t('opening.offlineTitle')}
          text={t('opening.offlineText')}
          action={<Button onClick={onRetry}>{t('common.retry')}</Button>}
        />
      </Frame>
    )
  }
  return (
    <Frame title="" foot={'\u00a0'}>
      <section
        role="status"
        aria-label={t('opening.title')}
        className="flex w-full max-w-4xl grow items-center justify-center rounded-lg border-line bg-surface px-5 py-8 sm:min-h-[29rem] sm:grow-0 sm:border sm:px-10"
      >
        <div className="grid w-full items-center justify-items-center gap-8 md:grid-cols-[21rem_minmax(0,1fr)] md:gap-12">
          <div className="flex flex-col items-center gap-3">
            <Skeleton className="size-[280px] rounded-lg! sm:size-[328px]" />
            <p className="h-5 text-soft">
              <Late afterMs={1_000}>{t('opening.title')}</Late> <Late afterMs={10_000}>{t('opening.slow')}</Late>
            </p>
          </div>
          <div className="w-full max-w-md space-y-5">
            {['w-40', 'w-64', 'w-72', 'w-56', 'w-64'].map((width, index) => (
              <Skeleton key={index} className={`h-7 max-w-full ${width}`} />
            ))}
          </div>
        </div>
      </section>
    </Frame>
  )
}
