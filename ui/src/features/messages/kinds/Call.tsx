import { Phone, PhoneIncoming, PhoneMissed, PhoneOutgoing, Video } from 'lucide-react'
import { useTranslation } from 'react-i18next'

import { playTime } from '../../../lib/dates'
import type { ContentOf, Kind, Say } from './kind'
import { Card, Soft } from './parts'

type Call = ContentOf<'call'>

const word = ({ isVideo }: Call, t: Say['t']) => (isVideo ? t('message.videoCall') : t('kind.call'))
const outcome = ({ outcome, durationS }: Call, fromMe: boolean, t: Say['t']) => {
  const told = outcome === 'missed' && fromMe ? t('message.noReply') : t(`call.${outcome}`)
  return durationS ? `${told} · ${playTime(durationS)}` : told
}

export const call: Kind<'call'> = {
  figure: ({ isVideo }) => (isVideo ? Video : Phone),
  line: (content, { fromMe }, { t }) => `${word(content, t)} · ${outcome(content, fromMe, t)}`,
  View: function CallView({ content, message: { fromMe } }) {
    const { t } = useTranslation()
    const figure = content.outcome === 'missed' && !fromMe ? PhoneMissed : content.isVideo ? Video : fromMe ? PhoneOutgoing : PhoneIncoming
    return (
      <Card figure={figure} word={outcome(content, fromMe, t)} title={word(content, t)}>
        {content.outcome === 'ringing' && <Soft>{t('message.answerOnPhone')}</Soft>}
      </Card>
    )
  },
}
