import { ContactRound } from 'lucide-react'

import { formatPhone, isPhone, phoneDigits } from '../../../lib/phone'
import { useTranslation } from '../../../lib/translation'
import type { ViewProps } from './kind'
import { Card, Outward, Soft } from './parts'

export function ContactsView({ content: { cards } }: ViewProps<'contacts'>) {
  const { t } = useTranslation()
  return cards.map(({ name, numbers }, index) => (
    <Card key={index} figure={ContactRound} word={t('kind.contacts')} title={name}>
      {numbers.map((number, index) => (
        <Soft key={index}>{isPhone(number) ? <Outward href={`tel:+${phoneDigits(number)}`}>{formatPhone(number)}</Outward> : number}</Soft>
      ))}
    </Card>
  ))
}
