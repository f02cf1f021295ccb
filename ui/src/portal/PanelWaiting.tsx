import { useTranslation } from '../lib/translation'
import { Late } from '../ui/Late'
import { SkeletonRows } from '../ui/ListSkeleton'
import { Skeleton } from '../ui/Skeleton'

/** The panel's own shape while it loads, for a browser that has seen its panel before. */
export function PanelWaiting() {
  const { t } = useTranslation()
  return (
    <div role="status" aria-label={t('opening.title')} className="flex h-dvh bg-canvas">
      <div className="w-18 shrink-0 border-r border-line bg-surface max-[899px]:hidden" />
      <div className="flex min-w-0 grow flex-col bg-surface min-[900px]:w-90 min-[900px]:grow-0 min-[900px]:border-r min-[900px]:border-line">
        <Skeleton className="mx-3 mt-3 mb-2 h-9 rounded-md!" />
        <SkeletonRows of="chats" />
        <p className="px-3 text-center text-soft">
          <Late afterMs={1_000}>{t('opening.title')}</Late> <Late afterMs={10_000}>{t('opening.slow')}</Late>
        </p>
      </div>
      <div className="grow bg-chat max-[899px]:hidden" />
    </div>
  )
}
