import { useQuery } from '@tanstack/react-query'
import { EllipsisVertical } from 'lucide-react'

import { participants as participantsQuery } from '../../../api/acting'
import { addressOf, groupActions } from '../../../api/groups'
import { troubleOf } from '../../../api/problem'
import type { MemberOutcome } from '../../../api/types'
import { useTranslation } from '../../../lib/translation'
import { IconButton } from '../../../ui/Button'
import { Menu } from '../../../ui/Menu'
import { Notice } from '../../../ui/Notice'
import { usePeople } from '../people'
import type { GroupPane } from './GroupPanes'
import { Outcomes } from './Outcomes'
import { useGroupChange } from './use-group-change'

interface Props {
  tenantId: string
  chatId: string
  /** Whether this account may change who is in it. */
  isAdmin: boolean
  onPane: (pane: GroupPane) => void
}

/** Who is in a group, and what an admin can do with each. */
export function Members({ tenantId, chatId, isAdmin, onPane }: Props) {
  const { t } = useTranslation()
  const people = usePeople()
  const { data: members, error } = useQuery(participantsQuery(tenantId, chatId))
  const change = useGroupChange<MemberOutcome[]>(tenantId, chatId)
  const failed = error ?? change.error
  if (!members) return failed && <Notice tone="bad" title={t(`problem.${troubleOf(failed).code}`)} />
  return (
    <>
      <ul className="max-h-64 overflow-y-auto overscroll-contain" tabIndex={0} aria-label={t('details.members', { count: members.length })}>
        {members.map(({ party, role }) => {
          const name = people.isMe(party) ? t('people.you') : people.name(party)
          const deed = role === 'member' ? ('promote' as const) : ('demote' as const)
          return (
            <li key={addressOf(party)} className="flex min-h-9 items-center gap-3">
              <span dir="auto" className="min-w-0 grow truncate">
                {name}
              </span>
              {role !== 'member' && <span className="text-sm text-soft">{t(`details.role_${role}`)}</span>}
              {isAdmin && !people.isMe(party) && role !== 'owner' && (
                <Menu
                  trigger={
                    <IconButton size="small" label={t('group.memberMenu', { name })}>
                      <EllipsisVertical size={16} />
                    </IconButton>
                  }
                  items={[
                    {
                      label: t(`group.${deed}`),
                      onSelect: () => change.mutate(() => groupActions.people(tenantId, chatId, deed, [addressOf(party)])),
                    },
                    { label: t('group.remove'), isDangerous: true, onSelect: () => onPane({ what: 'remove', party }) },
                  ]}
                />
              )}
            </li>
          )
        })}
      </ul>
      {change.data && <Outcomes outcomes={change.data} name={people.name} />}
      {failed && <Notice tone="bad" className="mt-2" title={t(`problem.${troubleOf(failed).code}`)} />}
    </>
  )
}
