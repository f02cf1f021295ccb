import { useQueryClient } from '@tanstack/react-query'

import { tenantKeys } from '../../api/tenant'
import type { RefusedChange } from '../../api/types'
import { useTranslation } from '../../lib/translation'
import { chatName } from '../../features/messages/chat-words'
import { knownChat } from '../../features/messages/known-chat'
import { Button } from '../../ui/Button'
import { Notice } from '../../ui/Notice'

/** What was changed here and WhatsApp did not accept, with the reason, until somebody has read it. */
export function RefusedNotice({ tenantId, refused }: { tenantId: string; refused: RefusedChange }) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const chat = refused.chatId === null ? undefined : knownChat(client, tenantId, refused.chatId)
  const what = t(`refusedThing.${refused.thing}`)
  const isGone = refused.thing === 'cleared' || refused.thing === 'deleted'
  return (
    <Notice
      tone="bad"
      className="rounded-none"
      title={chat ? t('refused.titleIn', { what, name: chatName(chat, t) }) : t('refused.title', { what })}
      text={t(isGone ? 'refused.gone' : 'refused.undone', { why: t(`refusedWhy.${refused.why}`) })}
      action={
        <Button size="small" onClick={() => client.setQueryData(tenantKeys.refused(tenantId), null)}>
          {t('common.close')}
        </Button>
      }
    />
  )
}
