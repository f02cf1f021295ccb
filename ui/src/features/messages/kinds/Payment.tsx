import { Banknote } from 'lucide-react'
import { useTranslation } from 'react-i18next'

import { money } from '../../../lib/money'
import type { Kind } from './kind'
import { Card, Soft } from './parts'

export const payment: Kind<'payment'> = {
  figure: () => Banknote,
  line: ({ about, amountThousandths, currency }, _, { t, language }) => {
    const word = t(`payment.${about}`)
    return amountThousandths == null ? word : `${word} · ${money(amountThousandths, currency, language)}`
  },
  View: function PaymentView({ content: { about, amountThousandths, currency, note } }) {
    const { t, i18n } = useTranslation()
    const amount = amountThousandths == null ? undefined : money(amountThousandths, currency, i18n.language)
    return (
      <Card figure={Banknote} word={t(`payment.${about}`)} title={amount}>
        {note && <Soft>{note}</Soft>}
        <Soft>{t('message.payOnPhone')}</Soft>
      </Card>
    )
  },
}
