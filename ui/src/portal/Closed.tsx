import { Link2Off } from 'lucide-react'

import { useTranslation } from '../lib/translation'
import { NumberedSteps } from '../ui/NumberedSteps'
import { Frame } from './Frame'

/** The link does not open, or no longer: what to do, and what went with it. It tells nothing of whose link it was. */
export function Closed({ why, unsentCount = 0 }: { why: 'invalid' | 'ended'; unsentCount?: number | undefined }) {
  const { t } = useTranslation()
  return (
    <Frame>
      <section className="flex w-full max-w-lg grow flex-col items-center justify-center px-6 py-10 text-center sm:grow-0">
        <span className="mb-5 flex size-16 items-center justify-center rounded-full bg-warn-tint text-warn">
          <Link2Off size={28} aria-hidden />
        </span>
        <h1 className="text-2xl font-semibold">{t(`closed.${why}Title`)}</h1>
        <p className="mt-2 text-lg text-soft">{t(`closed.${why}Text`)}</p>
        {unsentCount > 0 && <p className="mt-3 text-lg font-medium">{t('closed.unsent', { count: unsentCount })}</p>}
        <NumberedSteps steps={[t('closed.step1'), t('closed.step2')]} className="mt-7 w-full space-y-3 text-left" />
      </section>
    </Frame>
  )
}
