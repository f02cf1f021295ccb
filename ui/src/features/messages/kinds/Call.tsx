import { PhoneIncoming, PhoneMissed, PhoneOutgoing, Video } from 'lucide-react'

import { useTranslation } from '../../../lib/translation'
import type { ViewProps } from './kind'
import { callOutcome, callWord } from './lines'
import { Card, Soft } from './parts'

export function CallView({ content, message: { fromMe } }: ViewProps<'call'>) {
  const { t } = useTranslation()
  const figure = content.outcome === 'missed' && !fromMe ? PhoneMissed : content.isVideo ? Video : fromMe ? PhoneOutgoing : PhoneIncoming
  return (
    <Card figure={figure} word={callOutcome(content, fromMe, t)} title={callWord(content, t)}>
      {content.outcome === 'ringing' && <Soft>{t('message.answerOnPhone')}</Soft>}
    </Card>
  )
}
