import { ShoppingBag } from 'lucide-react'
import { useTranslation } from 'react-i18next'

import { money } from '../../../lib/money'
import type { Kind } from './kind'
import { Action, Card, Soft, told } from './parts'

export const product: Kind<'product'> = {
  figure: () => ShoppingBag,
  line: ({ title }, _, { t }) => told(t('kind.product'), title),
  View: function ProductView({ content: { title, description, priceThousandths, currency, url } }) {
    const { t, i18n } = useTranslation()
    return (
      <Card figure={ShoppingBag} word={t('kind.product')} title={title}>
        {priceThousandths != null && <p className="tabular-nums">{money(priceThousandths, currency, i18n.language)}</p>}
        {description && <Soft>{description}</Soft>}
        {url && <Action href={url}>{t('message.openPage')}</Action>}
      </Card>
    )
  },
}
