import { groupActions } from '../../../api/groups'
import { troubleOf } from '../../../api/problem'
import type { Chat, GroupSettings } from '../../../api/types'
import { useTranslation } from '../../../lib/translation'
import { Check } from '../../../ui/Check'
import { Notice } from '../../../ui/Notice'
import { useGroupChange } from './use-group-change'

const rules = ['isAnnouncement', 'isLocked', 'onlyAdminsAdd', 'needsApproval'] as const

/** Who may write, change and add in a group; for its admins. */
export function GroupRules({ tenantId, chat }: { tenantId: string; chat: Chat }) {
  const { t } = useTranslation()
  const change = useGroupChange(tenantId, chat.id)
  if (!chat.group) return null
  const { group } = chat
  return (
    <div className="space-y-3">
      {rules.map((rule) => (
        <Check
          key={rule}
          label={t(`group.rule.${rule}`)}
          text={t(`group.ruleText.${rule}`)}
          isOn={group[rule]}
          onChange={(isOn) => {
            const body: GroupSettings = { [rule]: isOn }
            if (!change.isPending) change.mutate(() => groupActions.change(tenantId, chat.id, body))
          }}
        />
      ))}
      {change.isError && <Notice tone="bad" title={t(`problem.${troubleOf(change.error).code}`)} />}
    </div>
  )
}
