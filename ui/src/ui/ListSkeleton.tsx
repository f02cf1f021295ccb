import { useTranslation } from '../lib/translation'
import { classes } from './classes'
import { Skeleton } from './Skeleton'

const shapes = {
  chats: { row: 'h-[72px] px-3 compact:h-[54px]', picture: 'size-12 compact:size-10', second: 'w-4/5' },
  people: { row: 'h-16 px-4 compact:h-12', picture: 'size-10 compact:size-8', second: 'w-1/3' },
}

/** A list's shape while it is read: a picture and two lines in each row. */
export function ListSkeleton({ of }: { of: keyof typeof shapes }) {
  const { t } = useTranslation()
  return (
    <div role="status" aria-label={t('common.loading')} className="grow overflow-hidden">
      <SkeletonRows of={of} />
    </div>
  )
}

/** The rows alone, where something else says that it loads. */
export function SkeletonRows({ of }: { of: keyof typeof shapes }) {
  const { row, picture, second } = shapes[of]
  return Array.from({ length: 8 }, (_, index) => (
    <div key={index} className={classes('flex items-center gap-3', row)}>
      <Skeleton className={`${picture} shrink-0 rounded-full!`} />
      <div className="grow space-y-2">
        <Skeleton className="h-4 w-1/2" />
        <Skeleton className={`h-3 ${second}`} />
      </div>
    </div>
  ))
}
