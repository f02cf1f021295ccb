import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { KeyRound } from 'lucide-react'
import { useRef, useState } from 'react'

import type { KeysOfTenant } from '../../api/api-keys'
import { troubleOf } from '../../api/problem'
import type { ApiKey } from '../../api/types'
import { useTranslation } from '../../lib/translation'
import { Button } from '../../ui/Button'
import { ConfirmDialog } from '../../ui/ConfirmDialog'
import { Notice } from '../../ui/Notice'
import { Skeleton } from '../../ui/Skeleton'
import { KeyDialog } from './KeyDialog'
import { KeyRows, nameOf } from './KeyRows'
import { useFocusBack } from './use-focus-back'

interface Props {
  keys: KeysOfTenant
  /** What they are for. */
  text: string
  onMade?: (apiKey: string) => void
}

/** A tenant's keys, and the ways to make and to end one. */
export function TenantKeys({ keys: { query, make, revoke }, text, onMade }: Props) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const known = useQuery(query)
  const [isNew, setNew] = useState(false)
  const [revoked, setRevoked] = useState<ApiKey>()
  const add = useRef<HTMLButtonElement>(null)
  useFocusBack(add, revoked !== undefined)
  const again = () => client.invalidateQueries({ queryKey: query.queryKey })
  const end = useMutation({
    mutationFn: revoke,
    onSuccess: async () => {
      await again()
      setRevoked(undefined)
    },
  })
  return (
    <div>
      <div className="mb-4 flex flex-wrap items-center justify-between gap-3">
        <p className="min-w-0 grow basis-60 text-soft">{text}</p>
        <Button ref={add} icon={<KeyRound size={16} />} onClick={() => setNew(true)}>
          {t('apiKeys.new')}
        </Button>
      </div>
      {known.isError && (
        <Notice
          tone="bad"
          title={t('apiKeys.failed')}
          text={t(`problem.${troubleOf(known.error).code}`)}
          action={<Button onClick={() => void known.refetch()}>{t('common.retry')}</Button>}
        />
      )}
      {known.isPending && <Skeleton className="h-20 w-full" />}
      {known.data?.length === 0 && <p className="rounded-lg border border-line bg-surface px-5 py-4 text-soft">{t('apiKeys.none')}</p>}
      {known.data && known.data.length > 0 && (
        <KeyRows
          kind="tenant"
          label={t('apiKeys.title')}
          keys={known.data}
          onRevoke={(key) => {
            end.reset()
            setRevoked(key)
          }}
        />
      )}
      {isNew && (
        <KeyDialog
          kind="tenant"
          make={make}
          onMade={(apiKey) => {
            void again()
            onMade?.(apiKey)
          }}
          onClose={() => setNew(false)}
        />
      )}
      {revoked && (
        <ConfirmDialog
          title={t('apiKeys.revokeTitle', { label: nameOf(revoked, t) })}
          text={t('apiKeys.revokeText')}
          verb={t('apiKeys.revoke')}
          isBusy={end.isPending}
          trouble={end.isError ? t(`problem.${troubleOf(end.error).code}`) : undefined}
          onConfirm={() => end.mutate(revoked.id)}
          onClose={() => setRevoked(undefined)}
        />
      )}
    </div>
  )
}
