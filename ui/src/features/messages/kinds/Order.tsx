import { ShoppingCart } from 'lucide-react'
import { useTranslation } from 'react-i18next'

import { money } from '../../../lib/money'
import type { Kind } from './kind'
import { Card, Soft, told } from './parts'

export const order: Kind<'order'> = {
  figure: () => ShoppingCart,
  line: ({ title, items }, _, { t }) => told(t('kind.order'), title || t('message.items', { count: items })),
  View: function OrderView({ content: { title, text, items, totalThousandths, currency } }) {
    const { t, i18n } = useTranslation()
    return (
      <Card figure={ShoppingCart} word={t('kind.order')} title={title || t('message.items', { count: items })}>
        {title && <Soft>{t('message.items', { count: items })}</Soft>}
        {totalThousandths != null && (
          <p className="tabular-nums">{t('message.total', { amount: money(totalThousandths, currency, i18n.language) })}</p>
        )}
        {text && <Soft>{text}</Soft>}
      </Card>
    )
  },
}
