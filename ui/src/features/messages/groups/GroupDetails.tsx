import { useQuery } from '@tanstack/react-query'
import { LogOut, Pencil, UserPlus } from 'lucide-react'

import { participants as participantsQuery } from '../../../api/acting'
import type { Chat } from '../../../api/types'
import { useTranslation } from '../../../lib/translation'
import { Button } from '../../../ui/Button'
import { Part } from '../details/Part'
import type { GroupPane } from './GroupPanes'
import { GroupRules } from './GroupRules'
import { InviteLink } from './InviteLink'
import { JoinRequests } from './JoinRequests'
import { Members } from './Members'
import { useOwnRole } from './use-own-role'

interface Props {
  tenantId: string
  chat: Chat
  onPane: (pane: GroupPane) => void
}

/** What is known of a group, and what this account may do there. */
export function GroupDetails({ tenantId, chat, onPane }: Props) {
  const { t } = useTranslation()
  const role = useOwnRole(tenantId, chat)
  const { data: members } = useQuery(participantsQuery(tenantId, chat.id))
  const isIn = role !== undefined && chat.isCurrent
  const isAdmin = isIn && role !== 'member'
  const mayEdit = isAdmin || (isIn && chat.group?.isLocked === false)
  const mayAdd = isAdmin || (isIn && chat.group?.onlyAdminsAdd === false)
  return (
    <>
      {mayEdit && (
        <Button className="mt-4" icon={<Pencil size={16} aria-hidden />} onClick={() => onPane({ what: 'words' })}>
          {t('group.pane.words')}
        </Button>
      )}
      <Part title={members ? t('details.members', { count: members.length }) : t('details.membersTitle')}>
        {mayAdd && (
          <Button size="small" className="mb-2" icon={<UserPlus size={16} aria-hidden />} onClick={() => onPane({ what: 'add' })}>
            {t('group.pane.add')}
          </Button>
        )}
        <Members tenantId={tenantId} chatId={chat.id} isAdmin={isAdmin} onPane={onPane} />
      </Part>
      {isAdmin && (
        <>
          {chat.group?.needsApproval === true && (
            <Part title={t('group.requests')}>
              <JoinRequests tenantId={tenantId} chatId={chat.id} />
            </Part>
          )}
          <Part title={t('group.link')}>
            <InviteLink tenantId={tenantId} chatId={chat.id} />
          </Part>
          <Part title={t('group.rules')}>
            <GroupRules tenantId={tenantId} chat={chat} />
          </Part>
        </>
      )}
      {isIn && (
        <Button className="mt-6 text-bad" icon={<LogOut size={16} aria-hidden />} onClick={() => onPane({ what: 'leave' })}>
          {t('group.leave')}
        </Button>
      )}
    </>
  )
}
