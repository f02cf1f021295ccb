import { Smartphone } from 'lucide-react'

import { useTranslation } from '../../../lib/translation'
import { Note } from './parts'

export function OpenOnPhoneView() {
  const { t } = useTranslation()
  return <Note figure={Smartphone}>{t('conversation.openOnPhone')}</Note>
}
