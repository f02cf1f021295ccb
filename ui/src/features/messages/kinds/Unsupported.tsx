import { Smartphone } from 'lucide-react'

import { useTranslation } from '../../../lib/translation'
import { Note } from './parts'

export function UnsupportedView() {
  const { t } = useTranslation()
  return <Note figure={Smartphone}>{t('conversation.unsupported')}</Note>
}
