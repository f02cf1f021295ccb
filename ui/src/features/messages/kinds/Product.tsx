import { ShoppingBag } from 'lucide-react'

import { money } from '../../../lib/money'
import { useTranslation } from '../../../lib/translation'
import type { ViewProps } from './kind'
import { Action, Card, Soft } from './parts'

export function ProductView({ content: { title, description, priceThousandths, currency, url } }: ViewProps<'product'>) {
  const { t, i18n } = useTranslation()
  return (
    <Card figure={ShoppingBag} word={t('kind.product')} title={title}>
      {priceThousandths != null && <p className="tabular-nums">{money(priceThousandths, currency, i18n.language)}</p>}
      {description && <Soft>{description}</Soft>}
      {url && <Action href={url}>{t('message.openPage')}</Action>}
    </Card>
  )
}
