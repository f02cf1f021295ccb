import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type SubmitEvent, useState } from 'react'

import { accountActions, accountKeys, downloadRules } from '../../api/account'
import { troubleOf } from '../../api/problem'
import type { MediaChoice, MediaKind, OwnMediaPolicy } from '../../api/types'
import { bytes, readNumber } from '../../lib/numbers'
import { useTranslation } from '../../lib/translation'
import { Button } from '../../ui/Button'
import { Field } from '../../ui/Field'
import { Notice } from '../../ui/Notice'
import { SaveRow } from '../../ui/SaveRow'
import { Skeleton } from '../../ui/Skeleton'

const kinds = ['image', 'video', 'gif', 'round_video', 'voice', 'audio', 'document', 'sticker'] as const satisfies readonly MediaKind[]
const MB = 1_000_000
/** From here on little room is left. */
const nearlyFull = 0.9

/** Which files are fetched by themselves as they arrive, within what the provider allows. */
export function DownloadRules({ tenantId }: { tenantId: string }) {
  const { t, i18n } = useTranslation()
  const query = useQuery(downloadRules(tenantId))
  if (!query.data) {
    return query.isError ? <Notice tone="bad" title={t(`problem.${troubleOf(query.error).code}`)} /> : <Skeleton className="h-56" />
  }
  const { allowed, totalBytes, usedBytes } = query.data
  const size = (count: number) => bytes(count, i18n.language)
  return (
    <div className="space-y-4">
      <p className="text-soft">{t('downloads.text')}</p>
      {allowed.kinds.length === 0 || allowed.largestBytes === 0 ? (
        <p>{t('downloads.noneAllowed')}</p>
      ) : (
        <Form tenantId={tenantId} policy={query.data} />
      )}
      {usedBytes >= totalBytes ? (
        <Notice tone="bad" title={t('downloads.full', { total: size(totalBytes) })} text={t('downloads.fullText')} />
      ) : usedBytes > totalBytes * nearlyFull ? (
        <Notice tone="warn" title={t('downloads.nearlyFull', { left: size(totalBytes - usedBytes) })} text={t('downloads.fullText')} />
      ) : (
        <p className="text-sm text-soft tabular-nums">{t('downloads.total', { total: size(totalBytes), used: size(usedBytes) })}</p>
      )}
    </div>
  )
}

function Form({ tenantId, policy: { chosen, allowed } }: { tenantId: string; policy: OwnMediaPolicy }) {
  const { t, i18n } = useTranslation()
  const client = useQueryClient()
  const shown = (count: number) => new Intl.NumberFormat(i18n.language, { useGrouping: false }).format(count / MB)
  /** What is typed and marked, until it is saved: the rest is as it holds. */
  const [draft, setDraft] = useState<{ kinds?: readonly MediaKind[]; largest?: string }>({})
  const [isChecked, setChecked] = useState(false)
  const save = useMutation({
    mutationFn: ({ body }: { body: MediaChoice; sent: typeof draft }) => accountActions.setDownloadRules(tenantId, body),
    onSuccess: (saved, { sent }) => {
      client.setQueryData<OwnMediaPolicy>(accountKeys.downloads(tenantId), saved)
      // What was typed meanwhile stays.
      setDraft((now) => (now === sent ? {} : now))
      setChecked(false)
    },
    // The provider may allow less than was known here.
    onError: () => client.invalidateQueries({ queryKey: accountKeys.downloads(tenantId) }),
  })
  // What is not allowed any more is not marked any more.
  const marked = (draft.kinds ?? chosen.kinds).filter((kind) => allowed.kinds.includes(kind))
  const largest = draft.largest ?? shown(chosen.largestBytes)
  const typedBytes = () => {
    // Rounded, the largest that is allowed might be a little larger than that.
    if (largest === shown(allowed.largestBytes)) return allowed.largestBytes
    if (largest === shown(chosen.largestBytes)) return chosen.largestBytes
    const mb = readNumber(largest)
    return mb === undefined ? undefined : Math.round(mb * MB)
  }
  const largestBytes = typedBytes()
  const most = bytes(allowed.largestBytes, i18n.language)
  const wrong =
    largestBytes === undefined
      ? t('field.numberInvalid')
      : largestBytes > allowed.largestBytes
        ? t('downloads.tooLarge', { most })
        : undefined
  const trouble = save.isError ? troubleOf(save.error) : undefined
  const refused = {
    kinds: trouble?.field('kinds') === undefined ? undefined : t('downloads.kindRefused'),
    largest: trouble?.field('largestBytes') === undefined ? undefined : t('downloads.tooLarge', { most }),
  }
  const same = (one: readonly MediaKind[], other: readonly MediaKind[]) => [...one].sort().join() === [...other].sort().join()
  const isSame = same(marked, chosen.kinds) && largestBytes === chosen.largestBytes
  const isAll = same(marked, allowed.kinds) && largestBytes === allowed.largestBytes
  const change = (next: typeof draft) => {
    setDraft({ ...draft, ...next })
    if (!save.isPending) save.reset()
  }
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    setChecked(true)
    if (wrong !== undefined || largestBytes === undefined || isSame || save.isPending) return
    save.mutate({ body: { kinds: kinds.filter((kind) => marked.includes(kind)), largestBytes }, sent: draft })
  }
  const notAllowed = kinds.filter((kind) => !allowed.kinds.includes(kind))
  return (
    <form onSubmit={submit} noValidate className="space-y-4">
      <fieldset>
        <legend className="mb-1.5 text-sm font-medium">{t('downloads.kinds')}</legend>
        <div className="grid grid-cols-[repeat(auto-fill,minmax(11rem,1fr))] gap-x-5 gap-y-1.5">
          {kinds
            .filter((kind) => allowed.kinds.includes(kind))
            .map((kind) => (
              <label key={kind} className="flex cursor-pointer items-center gap-2 py-0.5 pointer-coarse:py-2">
                <input
                  type="checkbox"
                  className="size-4 accent-accent"
                  checked={marked.includes(kind)}
                  onChange={({ target }) => change({ kinds: target.checked ? [...marked, kind] : marked.filter((one) => one !== kind) })}
                />
                {t(`kind.${kind}`)}
              </label>
            ))}
        </div>
        {refused.kinds !== undefined && (
          <p role="alert" className="mt-1.5 text-sm text-bad">
            {refused.kinds}
          </p>
        )}
        {notAllowed.length > 0 && (
          <p className="mt-1.5 text-sm text-soft">
            {t('downloads.notAllowed', { kinds: new Intl.ListFormat(i18n.language).format(notAllowed.map((kind) => t(`kind.${kind}`))) })}
          </p>
        )}
      </fieldset>
      <Field
        label={t('downloads.largest')}
        hint={t('downloads.largestHint', { most })}
        className="max-w-xs"
        inputMode="decimal"
        autoComplete="off"
        trailing={<span className="shrink-0">MB</span>}
        value={largest}
        onChange={(event) => change({ largest: event.target.value })}
        error={(isChecked ? wrong : undefined) ?? refused.largest}
      />
      {trouble && refused.kinds === undefined && refused.largest === undefined && (
        <Notice tone="bad" title={t(`problem.${trouble.code}`)} />
      )}
      <SaveRow isSame={isSame} isBusy={save.isPending} saved={save.isSuccess ? t('downloads.saved') : undefined}>
        {!isAll && (
          <Button kind="quiet" onClick={() => change({ kinds: allowed.kinds, largest: shown(allowed.largestBytes) })}>
            {t('downloads.all')}
          </Button>
        )}
      </SaveRow>
    </form>
  )
}
