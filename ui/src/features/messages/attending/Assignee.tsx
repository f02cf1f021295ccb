import { useQuery } from '@tanstack/react-query'

import { attendants, attendingActions } from '../../../api/attending'
import { troubleOf } from '../../../api/problem'
import type { Chat } from '../../../api/types'
import { useTranslation } from '../../../lib/translation'
import { Button } from '../../../ui/Button'
import { Notice } from '../../../ui/Notice'
import { Select } from '../../../ui/Select'
import { Skeleton } from '../../../ui/Skeleton'
import { useSettingChat } from '../details/setting-chat'
import { useOwnName } from './use-own-name'

/** Nobody, among the ids of a list. */
const nobody = 'nobody'

/** Who sees to a chat: one of those who answer, or nobody. */
export function Assignee({ tenantId, chat }: { tenantId: string; chat: Chat }) {
  const { t } = useTranslation()
  const { data, error } = useQuery(attendants(tenantId))
  const setting = useSettingChat(tenantId, chat.id)
  const { withName, dialog } = useOwnName(tenantId)
  if (!data) return error ? <Notice tone="bad" title={t(`problem.${troubleOf(error).code}`)} /> : <Skeleton className="h-10" />
  const all = data.attendants
  const own = data.ownId ?? undefined
  const assign = (id: string | null) => setting.mutate(() => attendingActions.assign(tenantId, chat.id, id))
  const options = [
    [nobody, t('attending.nobody')] as const,
    ...all.map(({ id, name }) => [id, id === own ? t('attending.you', { name }) : name] as const),
  ]
  const isKnown = all.some(({ id }) => id === chat.assigneeId)
  return (
    <>
      <div className="flex items-center gap-2">
        <Select
          label={t('attending.assignee')}
          value={isKnown ? (chat.assigneeId ?? nobody) : nobody}
          options={options}
          onChange={(id) => (id === nobody ? assign(null) : withName(() => assign(id)))}
          className="grow"
        />
        {(own === undefined || chat.assigneeId !== own) && (
          <Button isBusy={setting.isPending} onClick={() => withName(assign)}>
            {t('attending.take')}
          </Button>
        )}
      </div>
      {setting.isError && <Notice tone="bad" className="mt-2" title={t(`problem.${troubleOf(setting.error).code}`)} />}
      {dialog}
    </>
  )
}
