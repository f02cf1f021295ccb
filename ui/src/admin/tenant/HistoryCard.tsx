import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'

import { adminActions, adminKeys, historyPolicy as policyQuery } from '../../api/admin'
import { troubleOf } from '../../api/problem'
import { useTranslation } from '../../lib/translation'
import { Notice } from '../../ui/Notice'
import { Select } from '../../ui/Select'
import { Skeleton } from '../../ui/Skeleton'

const usual = [7, 30, 90, 365]

/** How far back the past goes that a phone hands over when it is paired. */
export function HistoryCard({ tenantId }: { tenantId: string }) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const { data: policy, isError, error } = useQuery(policyQuery(tenantId))
  const save = useMutation({
    mutationFn: adminActions.setHistoryPolicy,
    onSuccess: (saved) => client.setQueryData(adminKeys.historyPolicy(tenantId), saved),
  })
  if (isError) return <Notice tone="bad" title={t(`problem.${troubleOf(error).code}`)} />
  if (!policy) return <Skeleton className="h-16" />
  // What is being saved shows at once; what was refused goes back.
  const days = save.isPending ? save.variables.days : policy.days
  const choices = days === null || usual.includes(days) ? usual : [...usual, days].sort((a, b) => a - b)
  const options = [
    ['', t('historyPolicy.all')] as const,
    ...choices.map((one) => [String(one), t('historyPolicy.days', { count: one })] as const),
  ]
  return (
    <div>
      <p className="mb-3 text-soft">{t('historyPolicy.text')}</p>
      <Select
        label={t('historyPolicy.title')}
        className="max-w-xs"
        value={days === null ? '' : String(days)}
        options={options}
        onChange={(value) => save.mutate({ tenantId, days: value === '' ? null : Number(value) })}
      />
      {save.isError && <Notice tone="bad" className="mt-3" title={t(`problem.${troubleOf(save.error).code}`)} />}
      {save.isSuccess && (
        <p role="status" className="mt-2 text-sm text-soft">
          {t('historyPolicy.saved')}
        </p>
      )}
    </div>
  )
}
