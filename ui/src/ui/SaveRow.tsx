import type { ReactNode } from 'react'

import { useTranslation } from '../lib/translation'
import { Button } from './Button'

interface Props {
  /** Nothing is other than what holds. */
  isSame: boolean
  isBusy: boolean
  /** Shown once it was saved, until something is changed again. */
  saved: string | undefined
  /** Why nothing can be saved now, whatever was changed. */
  offBecause?: string | undefined
  /** What else may be done. */
  children?: ReactNode
}

/** The foot of a form that changes what holds already. */
export function SaveRow({ isSame, isBusy, saved, offBecause, children }: Props) {
  const { t } = useTranslation()
  return (
    <div className="flex flex-wrap items-center gap-3">
      <Button type="submit" kind={isSame ? 'plain' : 'primary'} isBusy={isBusy} offBecause={isSame ? t('common.same') : offBecause}>
        {t('common.save')}
      </Button>
      {children}
      {saved !== undefined && isSame && (
        <p role="status" className="text-sm text-soft">
          {saved}
        </p>
      )}
    </div>
  )
}
