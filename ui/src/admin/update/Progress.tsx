import type { Update } from '../../api/types'
import { bytes } from '../../lib/numbers'
import { useTranslation } from '../../lib/translation'
import { ProgressBar } from '../../ui/ProgressBar'

/** How far an installation is. */
export function Progress({ step }: { step: Exclude<Update['step'], { kind: 'idle' }> }) {
  const { t, i18n } = useTranslation()
  if (step.kind === 'installing')
    return (
      <p role="status">
        <span className="block font-medium">{t('update.installing')}</span>
        <span className="block text-sm text-soft">{t('update.installingText')}</span>
      </p>
    )
  const [received, total] = [step.received, step.total ?? null]
  const size = bytes(received, i18n.language)
  return (
    <div role="status" className="space-y-1.5">
      <p className="font-medium">
        {total === null ? t('update.downloading', { size }) : t('update.downloadingOf', { size, total: bytes(total, i18n.language) })}
      </p>
      <ProgressBar label={t('update.progress')} max={total ?? 1} value={total === null ? undefined : received} />
      <p className="text-sm text-soft">{t('update.downloadingText')}</p>
    </div>
  )
}
