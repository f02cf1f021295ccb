import { useTranslation } from '../../lib/translation'
import { ShownOnce } from '../../ui/ShownOnce'

/** A key in full. It is shown this once. */
export function ShownKey({ apiKey }: { apiKey: string }) {
  const { t } = useTranslation()
  return <ShownOnce value={apiKey} copyLabel={t('apiKeys.copy')} text={t('apiKeys.once')} />
}
