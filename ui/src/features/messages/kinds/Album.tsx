import { Images } from 'lucide-react'

import { useTranslation } from '../../../lib/translation'
import type { ViewProps } from './kind'
import { Card } from './parts'

/** The envelope alone: what belongs to an album stands in the conversation one by one. */
export function AlbumView({ content: { images, videos } }: ViewProps<'album'>) {
  const { t } = useTranslation()
  return <Card figure={Images} word={t('kind.album')} title={t('summary.files', { count: images + videos })} />
}
