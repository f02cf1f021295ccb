import { MapPin } from 'lucide-react'
import { useTranslation } from 'react-i18next'

import type { ContentOf, Kind } from './kind'
import { Action, Card, Soft, told, Words } from './parts'

/** The place on a map, elsewhere. */
export const mapUrl = ({ latitude, longitude }: Pick<ContentOf<'place'>, 'latitude' | 'longitude'>): string =>
  `https://www.google.com/maps/search/?api=1&query=${latitude},${longitude}`

export const place: Kind<'place'> = {
  figure: () => MapPin,
  line: ({ isLive, name, address, caption }, _, { t }) =>
    told(isLive ? t('message.livePlace') : t('kind.place'), name || address || caption),
  View: function PlaceView({ content, message }) {
    const { t } = useTranslation()
    return (
      <>
        <Card figure={MapPin} word={content.isLive ? t('message.livePlace') : t('kind.place')} title={content.name}>
          {content.address && <Soft>{content.address}</Soft>}
          <Action href={mapUrl(content)}>{t('message.openMap')}</Action>
        </Card>
        {content.caption && <Words text={content.caption} mentions={message.context.mentions} />}
      </>
    )
  },
}
