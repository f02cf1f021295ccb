import type { GalleryPart } from '../../../api/types'
import { useTranslation } from '../../../lib/translation'
import { Skeleton } from '../../../ui/Skeleton'

/** The shape of a part of a gallery while it is read. */
export function GalleryWaiting({ part }: { part: GalleryPart }) {
  const { t } = useTranslation()
  return (
    <div role="status" aria-label={t('common.loading')} className="mx-auto h-full max-w-5xl overflow-hidden p-3">
      <Skeleton className="mb-3 h-4 w-32" />
      {part === 'media' ? (
        <div className="grid grid-cols-3 gap-1 sm:grid-cols-6">
          {Array.from({ length: 18 }, (_, index) => (
            <Skeleton key={index} className="aspect-square w-full rounded-none!" />
          ))}
        </div>
      ) : (
        Array.from({ length: 8 }, (_, index) => (
          <div key={index} className="flex h-18 items-center gap-3">
            <Skeleton className="size-11 shrink-0 rounded-full!" />
            <div className="grow space-y-2">
              <Skeleton className="h-4 w-1/2" />
              <Skeleton className="h-3 w-1/3" />
            </div>
          </div>
        ))
      )}
    </div>
  )
}
