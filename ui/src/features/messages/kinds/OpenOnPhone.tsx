import { Smartphone } from 'lucide-react'
import { useTranslation } from 'react-i18next'

import { Note } from './parts'

export function OpenOnPhoneView() {
  const { t } = useTranslation()
  return <Note figure={Smartphone}>{t('conversation.openOnPhone')}</Note>
}
