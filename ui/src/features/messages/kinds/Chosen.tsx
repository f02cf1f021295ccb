import { CircleCheck } from 'lucide-react'
import { useTranslation } from 'react-i18next'

import type { Kind } from './kind'
import { Card, Soft } from './parts'

export const chosen: Kind<'chosen'> = {
  figure: () => CircleCheck,
  line: ({ title }, _, { t }) => title || t('kind.chosen'),
  View: function ChosenView({ content: { title, description } }) {
    const { t } = useTranslation()
    return (
      <Card figure={CircleCheck} word={t('kind.chosen')} title={title}>
        {description && <Soft>{description}</Soft>}
      </Card>
    )
  },
}
