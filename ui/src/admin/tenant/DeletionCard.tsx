import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'

import { adminActions, adminKeys, deletionPolicy as policyQuery } from '../../api/admin'
import { troubleOf } from '../../api/problem'
import { useTranslation } from '../../lib/translation'
import { Notice } from '../../ui/Notice'
import { Select } from '../../ui/Select'
import { Skeleton } from '../../ui/Skeleton'

/** Whether the client keeps what others delete for everyone. */
export function DeletionCard({ tenantId }: { tenantId: string }) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const { data: policy, isError, error } = useQuery(policyQuery(tenantId))
  const save = useMutation({
    mutationFn: adminActions.setDeletionPolicy,
    onSuccess: (saved) => client.setQueryData(adminKeys.deletionPolicy(tenantId), saved),
  })
  if (isError) return <Notice tone="bad" title={t(`problem.${troubleOf(error).code}`)} />
  if (!policy) return <Skeleton className="h-16" />
  // What is being saved shows at once; what was refused goes back.
  const keepsDeleted = save.isPending ? save.variables.keepsDeleted : policy.keepsDeleted
  return (
    <div>
      <p className="mb-3 text-soft">{t('deletionPolicy.text')}</p>
      <Select
        label={t('deletionPolicy.title')}
        className="max-w-xs"
        value={keepsDeleted ? 'keep' : 'erase'}
        options={[
          ['erase', t('deletionPolicy.erase')],
          ['keep', t('deletionPolicy.keep')],
        ]}
        onChange={(value) => save.mutate({ tenantId, keepsDeleted: value === 'keep' })}
      />
      {save.isError && <Notice tone="bad" className="mt-3" title={t(`problem.${troubleOf(save.error).code}`)} />}
      {save.isSuccess && (
        <p role="status" className="mt-2 text-sm text-soft">
          {t('deletionPolicy.saved')}
        </p>
      )}
    </div>
  )
}
