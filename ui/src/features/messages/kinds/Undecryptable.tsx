import { Lock } from 'lucide-react'
import { useTranslation } from 'react-i18next'

import { Note } from './parts'

export function UndecryptableView() {
  const { t } = useTranslation()
  return <Note figure={Lock}>{t('conversation.undecryptable')}</Note>
}
