import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { CloudOff, Clock } from 'lucide-react'
import { useState } from 'react'

import { outboxActions, scheduled } from '../../../api/outbox'
import { readScheduledAgain } from '../../../api/outbox-events'
import { troubleOf } from '../../../api/problem'
import { tenantKeys } from '../../../api/tenant'
import { useTranslation } from '../../../lib/translation'
import { Blank } from '../../../ui/Blank'
import { Button } from '../../../ui/Button'
import { ConfirmDialog } from '../../../ui/ConfirmDialog'
import { ListSkeleton } from '../../../ui/ListSkeleton'
import { Notice } from '../../../ui/Notice'
import { LaterRows } from './LaterRows'

interface Props {
  tenantId: string
  /** Only what waits in this chat. */
  chatId?: string
  /** Where a chat is; without it nothing leads there. */
  hrefOf?: (chatId: string) => string
  onOpen?: (chatId: string) => void
}

/** What waits for its hour, the next first; what is chosen can be cancelled together. */
export function LaterList({ tenantId, chatId, ...leading }: Props) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const query = useQuery(scheduled(tenantId, chatId))
  const [marked, setMarked] = useState<ReadonlySet<string>>(new Set())
  const [isAsked, setAsked] = useState(false)
  const [leaving, setLeaving] = useState(0)
  const all = query.data
  // What has left meanwhile is chosen no more.
  const chosen = all?.filter(({ id }) => marked.has(id)) ?? []
  const cancel = useMutation({
    mutationFn: (ids: readonly string[]) => outboxActions.cancel(tenantId, ids),
    onSuccess: (done) => {
      setLeaving(done.leaving)
      setMarked(new Set())
      setAsked(false)
    },
    // Some may have left, or only a part was reached: the server says what is still there.
    onSettled: () => {
      readScheduledAgain(client, tenantId)
      void client.invalidateQueries({ queryKey: tenantKeys.messageLists(tenantId) })
    },
  })
  if (query.isError && !all) {
    return (
      <Blank
        icon={<CloudOff />}
        title={t('later.failed')}
        text={t(`problem.${troubleOf(query.error).code}`)}
        action={<Button onClick={() => void query.refetch()}>{t('common.retry')}</Button>}
      />
    )
  }
  if (!all) return <ListSkeleton of="people" />
  const toggle = (id: string) => {
    const next = new Set(marked)
    if (!next.delete(id)) next.add(id)
    setMarked(next)
  }
  const isAll = all.length > 0 && chosen.length === all.length
  return (
    <>
      {leaving > 0 && <Notice tone="warn" className="mb-2" title={t('later.leaving', { count: leaving })} />}
      {all.length === 0 ? (
        <Blank icon={<Clock />} title={t('later.noneTitle')} text={t('later.noneText')} />
      ) : (
        <>
          <div className="flex min-h-11 shrink-0 items-center justify-between gap-3 px-3">
            <label className="flex cursor-pointer items-center gap-3 text-sm pointer-coarse:min-h-11">
              <input
                type="checkbox"
                className="size-4 accent-accent"
                checked={isAll}
                onChange={() => setMarked(isAll ? new Set() : new Set(all.map(({ id }) => id)))}
              />
              {chosen.length === 0 ? t('later.all') : t('later.chosen', { count: chosen.length })}
            </label>
            {chosen.length > 0 && (
              <Button
                size="small"
                onClick={() => {
                  cancel.reset()
                  setAsked(true)
                }}
              >
                {t('later.cancelSome')}
              </Button>
            )}
          </div>
          <LaterRows tenantId={tenantId} all={all} marked={marked} onToggle={toggle} {...leading} />
        </>
      )}
      {isAsked && (
        <ConfirmDialog
          title={t('later.cancelSomeTitle', { count: chosen.length })}
          text={t('later.cancelText')}
          verb={t('later.cancelSome')}
          isBusy={cancel.isPending}
          trouble={cancel.isError ? t(`problem.${troubleOf(cancel.error).code}`) : undefined}
          onConfirm={() => cancel.mutate(chosen.map(({ id }) => id))}
          onClose={() => setAsked(false)}
        />
      )}
    </>
  )
}
