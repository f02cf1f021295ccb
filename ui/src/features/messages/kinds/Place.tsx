import { MapPin } from 'lucide-react'

import { useTranslation } from '../../../lib/translation'
import type { ContentOf, ViewProps } from './kind'
import { Action, Card, Soft, Words } from './parts'

/** The place on a map, elsewhere. */
export const mapUrl = ({ latitude, longitude }: Pick<ContentOf<'place'>, 'latitude' | 'longitude'>): string =>
  `https://www.google.com/maps/search/?api=1&query=${latitude},${longitude}`

export function PlaceView({ content, message }: ViewProps<'place'>) {
  const { t } = useTranslation()
  return (
    <>
      <Card figure={MapPin} word={content.isLive ? t('summary.livePlace') : t('kind.place')} title={content.name}>
        {content.address && <Soft>{content.address}</Soft>}
        <Action href={mapUrl(content)}>{t('message.openMap')}</Action>
      </Card>
      {content.caption && <Words text={content.caption} mentions={message.context.mentions} />}
    </>
  )
}
