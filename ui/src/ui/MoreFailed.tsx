import { useTranslation } from '../lib/translation'
import { Button } from './Button'

/** The next page of a list did not come: it is asked for again when somebody says so, and not by itself without end. */
export function MoreFailed({ onRetry }: { onRetry: () => void }) {
  const { t } = useTranslation()
  return (
    <span className="text-bad">
      {t('more.failed')}{' '}
      <Button size="small" onClick={onRetry}>
        {t('common.retry')}
      </Button>
    </span>
  )
}
