import { Lock } from 'lucide-react'
import { useTranslation } from 'react-i18next'

import type { Kind } from './kind'
import { Note } from './parts'

export const undecryptable: Kind<'undecryptable'> = {
  figure: () => Lock,
  line: (_content, _message, { t }) => t('kind.undecryptable'),
  View: function UndecryptableView() {
    const { t } = useTranslation()
    return <Note figure={Lock}>{t('conversation.undecryptable')}</Note>
  },
}
