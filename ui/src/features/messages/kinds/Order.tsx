import { ShoppingCart } from 'lucide-react'

import { money } from '../../../lib/money'
import { useTranslation } from '../../../lib/translation'
import type { ViewProps } from './kind'
import { Card, Soft } from './parts'

export function OrderView({ content: { title, text, items, totalThousandths, currency } }: ViewProps<'order'>) {
  const { t, i18n } = useTranslation()
  return (
    <Card figure={ShoppingCart} word={t('kind.order')} title={title || t('summary.items', { count: items })}>
      {title && <Soft>{t('summary.items', { count: items })}</Soft>}
      {totalThousandths != null && (
        <p className="tabular-nums">{t('message.total', { amount: money(totalThousandths, currency, i18n.language) })}</p>
      )}
      {text && <Soft>{text}</Soft>}
    </Card>
  )
}
