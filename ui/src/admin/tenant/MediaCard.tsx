import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type SubmitEvent, useState } from 'react'

import { adminActions, adminKeys, mediaPolicy as policyQuery } from '../../api/admin'
import { troubleOf } from '../../api/problem'
import type { MediaKind, MediaUse } from '../../api/types'
import { bytes, readNumber } from '../../lib/numbers'
import { useTranslation } from '../../lib/translation'
import { Button } from '../../ui/Button'
import { Field } from '../../ui/Field'
import { Notice } from '../../ui/Notice'
import { Skeleton } from '../../ui/Skeleton'

const kinds = ['image', 'video', 'gif', 'round_video', 'voice', 'audio', 'document', 'sticker'] as const satisfies readonly MediaKind[]
const MB = 1_000_000
const GB = 1_000_000_000

/** How much room a tenant's files take, and which of them are fetched by themselves. */
export function MediaCard({ tenantId }: { tenantId: string }) {
  const { t } = useTranslation()
  const { data: use, isError, error } = useQuery(policyQuery(tenantId))
  if (isError) return <Notice tone="bad" title={t(`problem.${troubleOf(error).code}`)} />
  if (!use) return <Skeleton className="h-40" />
  return (
    <div className="space-y-5">
      <Room use={use} />
      <Policy key={tenantId} tenantId={tenantId} use={use} />
    </div>
  )
}

function Room({ use: { usedBytes, policy } }: { use: MediaUse }) {
  const { t, i18n } = useTranslation()
  const share = policy.totalBytes === 0 ? 1 : Math.min(1, usedBytes / policy.totalBytes)
  const size = (count: number) => bytes(count, i18n.language)
  const text = t('mediaPolicy.used', { used: size(usedBytes), total: size(policy.totalBytes) })
  return (
    <div>
      <p className="mb-1.5 text-sm text-soft tabular-nums">{text}</p>
      <div className="h-1.5 overflow-hidden rounded-full bg-sunken" aria-hidden>
        <div className={share > 0.9 ? 'h-full bg-warn' : 'h-full bg-accent'} style={{ width: `${share * 100}%` }} />
      </div>
    </div>
  )
}

function Policy({ tenantId, use: { policy } }: { tenantId: string; use: MediaUse }) {
  const { t, i18n } = useTranslation()
  const client = useQueryClient()
  const shown = (count: number, unit: number) => new Intl.NumberFormat(i18n.language, { useGrouping: false }).format(count / unit)
  const [chosen, setChosen] = useState<readonly MediaKind[]>(policy.kinds)
  const [largest, setLargest] = useState(shown(policy.largestBytes, MB))
  const [total, setTotal] = useState(shown(policy.totalBytes, GB))
  const [isChecked, setChecked] = useState(false)
  const save = useMutation({
    mutationFn: adminActions.setMediaPolicy,
    onSuccess: (saved) => client.setQueryData(adminKeys.mediaPolicy(tenantId), saved),
  })
  const [largestMb, totalGb] = [readNumber(largest), readNumber(total)]
  const error = (count: number | undefined) => (isChecked && count === undefined ? t('field.numberInvalid') : undefined)
  const isSame =
    [...chosen].sort().join() === [...policy.kinds].sort().join() &&
    largest === shown(policy.largestBytes, MB) &&
    total === shown(policy.totalBytes, GB)

  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    setChecked(true)
    if (largestMb === undefined || totalGb === undefined || save.isPending) return
    const [largestBytes, totalBytes] = [Math.round(largestMb * MB), Math.round(totalGb * GB)]
    save.mutate({ tenantId, policy: { kinds: kinds.filter((kind) => chosen.includes(kind)), largestBytes, totalBytes } })
  }
  return (
    <form onSubmit={submit} noValidate className="space-y-4">
      <fieldset>
        <legend className="mb-1.5 text-sm font-medium">{t('mediaPolicy.kinds')}</legend>
        <div className="flex flex-wrap gap-x-5 gap-y-1.5">
          {kinds.map((kind) => (
            <label key={kind} className="flex cursor-pointer items-center gap-2 py-0.5 pointer-coarse:py-2">
              <input
                type="checkbox"
                className="size-4 accent-accent"
                checked={chosen.includes(kind)}
                onChange={({ target }) => setChosen(target.checked ? [...chosen, kind] : chosen.filter((one) => one !== kind))}
              />
              {t(`mediaKind.${kind}`)}
            </label>
          ))}
        </div>
      </fieldset>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field
          label={t('mediaPolicy.largest')}
          inputMode="decimal"
          autoComplete="off"
          trailing={<span className="shrink-0">MB</span>}
          value={largest}
          onChange={(event) => setLargest(event.target.value)}
          error={error(largestMb)}
        />
        <Field
          label={t('mediaPolicy.total')}
          hint={t('mediaPolicy.totalHint')}
          inputMode="decimal"
          autoComplete="off"
          trailing={<span className="shrink-0">GB</span>}
          value={total}
          onChange={(event) => setTotal(event.target.value)}
          error={error(totalGb)}
        />
      </div>
      {save.isError && <Notice tone="bad" title={t(`problem.${troubleOf(save.error).code}`)} />}
      <Button type="submit" isBusy={save.isPending} offBecause={isSame ? t('common.same') : undefined}>
        {t('common.save')}
      </Button>
      {save.isSuccess && isSame && (
        <p role="status" className="text-sm text-soft">
          {t('mediaPolicy.saved')}
        </p>
      )}
    </form>
  )
}
