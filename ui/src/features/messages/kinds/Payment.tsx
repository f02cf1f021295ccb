import { Banknote } from 'lucide-react'

import { money } from '../../../lib/money'
import { useTranslation } from '../../../lib/translation'
import type { ViewProps } from './kind'
import { Card, Soft } from './parts'

export function PaymentView({ content: { about, amountThousandths, currency, note } }: ViewProps<'payment'>) {
  const { t, i18n } = useTranslation()
  const amount = amountThousandths == null ? undefined : money(amountThousandths, currency, i18n.language)
  return (
    <Card figure={Banknote} word={t(`payment.${about}`)} title={amount}>
      {note && <Soft>{note}</Soft>}
      <Soft>{t('message.payOnPhone')}</Soft>
    </Card>
  )
}
