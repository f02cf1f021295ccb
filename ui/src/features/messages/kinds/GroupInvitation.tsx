import { UsersRound } from 'lucide-react'

import { moment } from '../../../lib/dates'
import { useNow } from '../../../lib/now'
import { useTranslation } from '../../../lib/translation'
import type { ViewProps } from './kind'
import { Action, Card, Soft, Words } from './parts'

export function GroupInvitationView({ content: { name, code, caption, expiresAtS } }: ViewProps<'group_invitation'>) {
  const { t, i18n } = useTranslation()
  const now = useNow()
  const isOver = expiresAtS != null && expiresAtS * 1000 < now
  return (
    <>
      <Card figure={UsersRound} word={t('kind.group_invitation')} title={name}>
        {expiresAtS != null && (
          <Soft>{isOver ? t('message.expired') : t('message.expires', { time: moment(expiresAtS * 1000, now, i18n.language) })}</Soft>
        )}
        {!isOver && /^[\w-]+$/.test(code) && <Action href={`https://chat.whatsapp.com/${code}`}>{t('message.openInvitation')}</Action>}
      </Card>
      {caption && <Words text={caption} />}
    </>
  )
}
