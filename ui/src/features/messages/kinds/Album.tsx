import { Images } from 'lucide-react'
import { useTranslation } from 'react-i18next'

import type { Kind } from './kind'
import { Card } from './parts'

/** The envelope alone: what belongs to an album stands in the conversation one by one. */
export const album: Kind<'album'> = {
  figure: () => Images,
  line: ({ images, videos }, _, { t }) => `${t('kind.album')} · ${t('message.files', { count: images + videos })}`,
  View: function AlbumView({ content: { images, videos } }) {
    const { t } = useTranslation()
    return <Card figure={Images} word={t('kind.album')} title={t('message.files', { count: images + videos })} />
  },
}
