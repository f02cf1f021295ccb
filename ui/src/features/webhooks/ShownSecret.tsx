import { ExternalLink } from 'lucide-react'

import { useTranslation } from '../../lib/translation'
import { ShownOnce } from '../../ui/ShownOnce'

/** A webhook's secret in full, this once, and what a receiver does with it. */
export function ShownSecret({ secret }: { secret: string }) {
  const { t } = useTranslation()
  return (
    <div>
      <p className="mb-1.5 text-sm font-medium">{t('webhookSecret.label')}</p>
      <ShownOnce value={secret} copyLabel={t('webhookSecret.copy')} text={t('webhookSecret.once')} />
      <h3 className="mt-5 font-medium">{t('webhookSecret.checkTitle')}</h3>
      <p className="mt-1 text-soft">{t('webhookSecret.checkText')}</p>
      <a
        href="/api/docs"
        target="_blank"
        rel="noreferrer"
        className="mt-2 inline-flex min-h-6 items-center gap-1.5 font-medium text-accent hover:underline pointer-coarse:min-h-11"
      >
        {t('webhookSecret.docs')}
        <ExternalLink size={15} aria-hidden />
      </a>
    </div>
  )
}
