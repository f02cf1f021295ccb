import { useQuery } from '@tanstack/react-query'

import { addressOf, groupActions, joinRequests } from '../../../api/groups'
import { troubleOf } from '../../../api/problem'
import type { MemberOutcome } from '../../../api/types'
import { useTranslation } from '../../../lib/translation'
import { Button } from '../../../ui/Button'
import { Notice } from '../../../ui/Notice'
import { usePeople } from '../people'
import { Outcomes } from './Outcomes'
import { useGroupChange } from './use-group-change'

/** Who asks to be let in; for admins. */
export function JoinRequests({ tenantId, chatId }: { tenantId: string; chatId: string }) {
  const { t } = useTranslation()
  const people = usePeople()
  const { data: requests, error } = useQuery(joinRequests(tenantId, chatId))
  const decide = useGroupChange<MemberOutcome[]>(tenantId, chatId)
  const failed = error ?? decide.error
  return (
    <div className="space-y-2">
      {requests?.length === 0 && <p className="text-soft">{t('group.noRequests')}</p>}
      <ul>
        {requests?.map(({ by }) => (
          <li key={addressOf(by)} className="flex min-h-11 flex-wrap items-center gap-2">
            <span dir="auto" className="min-w-0 grow truncate">
              {people.name(by)}
            </span>
            {([true, false] as const).map((approve) => (
              <Button
                key={String(approve)}
                size="small"
                kind={approve ? 'primary' : 'plain'}
                aria-label={t(approve ? 'group.letInWhom' : 'group.turnAwayWhom', { name: people.name(by) })}
                isBusy={decide.isPending}
                onClick={() => decide.mutate(() => groupActions.decide(tenantId, chatId, approve, [addressOf(by)]))}
              >
                {t(approve ? 'group.letIn' : 'group.turnAway')}
              </Button>
            ))}
          </li>
        ))}
      </ul>
      {decide.data && <Outcomes outcomes={decide.data} name={people.name} />}
      {failed && <Notice tone="bad" title={t(`problem.${troubleOf(failed).code}`)} />}
    </div>
  )
}
