import { ContactRound } from 'lucide-react'
import { useTranslation } from 'react-i18next'

import { formatPhone, isPhone, phoneDigits } from '../../../lib/phone'
import type { Kind } from './kind'
import { Card, Outward, Soft, told } from './parts'

export const contacts: Kind<'contacts'> = {
  figure: () => ContactRound,
  line: ({ cards }, _, { t, language }) =>
    told(t('kind.contacts'), new Intl.ListFormat(language, { type: 'conjunction' }).format(cards.map(({ name }) => name))),
  View: function ContactsView({ content: { cards } }) {
    const { t } = useTranslation()
    return cards.map(({ name, numbers }, index) => (
      <Card key={index} figure={ContactRound} word={t('kind.contacts')} title={name}>
        {numbers.map((number, index) => (
          <Soft key={index}>
            {isPhone(number) ? <Outward href={`tel:+${phoneDigits(number)}`}>{formatPhone(number)}</Outward> : number}
          </Soft>
        ))}
      </Card>
    ))
  },
}
