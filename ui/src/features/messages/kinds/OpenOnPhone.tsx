import { Smartphone } from 'lucide-react'
import { useTranslation } from 'react-i18next'

import type { Kind } from './kind'
import { Note } from './parts'

export const openOnPhone: Kind<'open_on_phone'> = {
  figure: () => Smartphone,
  line: (_content, _message, { t }) => t('kind.open_on_phone'),
  View: function OpenOnPhoneView() {
    const { t } = useTranslation()
    return <Note figure={Smartphone}>{t('conversation.openOnPhone')}</Note>
  },
}
