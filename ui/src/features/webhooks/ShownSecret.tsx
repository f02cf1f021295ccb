import { useTranslation } from '../../lib/translation'
import { DocsLink } from '../../ui/DocsLink'
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
      <p className="mt-2">
        <DocsLink text={t('webhookSecret.docs')} />
      </p>
    </div>
  )
}
