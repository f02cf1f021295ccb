import { CircleCheck } from 'lucide-react'

import { useTranslation } from '../../../lib/translation'
import type { ViewProps } from './kind'
import { Card, Soft } from './parts'

export function ChosenView({ content: { title, description } }: ViewProps<'chosen'>) {
  const { t } = useTranslation()
  return (
    <Card figure={CircleCheck} word={t('kind.chosen')} title={title}>
      {description && <Soft>{description}</Soft>}
    </Card>
  )
}
