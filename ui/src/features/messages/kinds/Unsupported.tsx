import { Smartphone } from 'lucide-react'
import { useTranslation } from 'react-i18next'

import type { Kind } from './kind'
import { Note } from './parts'

export const unsupported: Kind<'unsupported'> = {
  figure: () => Smartphone,
  line: (_content, _message, { t }) => t('kind.unsupported'),
  View: function UnsupportedView() {
    const { t } = useTranslation()
    return <Note figure={Smartphone}>{t('conversation.unsupported')}</Note>
  },
}
