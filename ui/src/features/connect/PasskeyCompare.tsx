import { useMutation, useQueryClient } from '@tanstack/react-query'

import { troubleOf } from '../../api/problem'
import { tenantActions, tenantKeys } from '../../api/tenant'
import type { Portal } from '../../api/types'
import { useTranslation } from '../../lib/translation'
import { Button } from '../../ui/Button'
import { Notice } from '../../ui/Notice'
import { useFocusWhereLost } from './focus-where-lost'

interface Props {
  tenantId: string
  /** `XXXX-XXXX`; null until it is known. */
  code: string | null
  onDiffers: () => void
}

/** The code that the phone shows, too: who sits here says whether both are the same. */
export function PasskeyCompare({ tenantId, code, onDiffers }: Props) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const heading = useFocusWhereLost<HTMLHeadingElement>()
  const confirm = useMutation({
    mutationFn: () => tenantActions.confirmPasskey(tenantId),
    onSettled: () => client.invalidateQueries({ queryKey: tenantKeys.portal(tenantId) }),
  })
  const stop = useMutation({
    mutationFn: () => tenantActions.stop(tenantId),
    onSuccess: (next) => {
      onDiffers()
      client.setQueryData<Portal>(tenantKeys.portal(tenantId), (portal) => portal && { ...portal, session: next })
    },
  })
  const failed = confirm.error ?? stop.error
  const isSaid = confirm.isPending || confirm.isSuccess
  return (
    <div className="flex w-full max-w-md animate-arrive flex-col items-center text-center">
      <div role="status">
        <h2 ref={heading} tabIndex={-1} className="text-xl font-semibold outline-none">
          {t('passkey.compareTitle')}
        </h2>
        <p className="mt-2 text-lg text-soft">{t('passkey.compareText')}</p>
      </div>
      <output
        data-passkey-code={code ?? undefined}
        aria-label={`${t('passkey.compareLabel')}: ${[...(code ?? '')].join(' ')}`}
        className="my-6 flex min-h-14 items-center justify-center rounded-lg bg-sunken px-5 py-2 font-mono text-2xl font-semibold tracking-widest tabular-nums"
      >
        {code ?? ''}
      </output>
      <div className="flex flex-wrap justify-center gap-3">
        <Button kind="primary" size="large" isBusy={isSaid || stop.isPending || code === null} onClick={() => confirm.mutate()}>
          {t(isSaid ? 'passkey.confirming' : 'passkey.same')}
        </Button>
        <Button size="large" isBusy={isSaid || stop.isPending} onClick={() => stop.mutate()}>
          {t('passkey.differs')}
        </Button>
      </div>
      {failed !== null && <Notice tone="bad" className="mt-4 text-left" title={t(`problem.${troubleOf(failed).code}`)} />}
    </div>
  )
}
