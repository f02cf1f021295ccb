import { Lock } from 'lucide-react'

import { useTranslation } from '../../../lib/translation'
import { Note } from './parts'

export function UndecryptableView() {
  const { t } = useTranslation()
  return <Note figure={Lock}>{t('conversation.undecryptable')}</Note>
}
