import { useMutation, useQueryClient } from '@tanstack/react-query'
import { PhoneOff } from 'lucide-react'

import { tenantActions, tenantKeys } from '../../api/tenant'
import type { Portal } from '../../api/types'
import { formatPhone } from '../../lib/phone'
import { useTranslation } from '../../lib/translation'
import { UnexpectedNumber } from './UnexpectedNumber'
import { useFocusWhereLost } from './focus-where-lost'

/** A phone scanned that nobody expected: nothing of it is here, and somebody says whether it is right. */
export function NumberAsked({ portal }: { portal: Portal }) {
  const { t } = useTranslation()
  const { tenantId, unexpectedAccount, expectedPhone } = portal
  const client = useQueryClient()
  const heading = useFocusWhereLost<HTMLHeadingElement>()
  const answer = useMutation({
    mutationFn: (isRight: boolean) => tenantActions.confirmNumber(tenantId, isRight),
    onSuccess: (session, isRight) => {
      client.setQueryData<Portal>(tenantKeys.portal(tenantId), (known) => {
        if (!known || !isRight) return known && { ...known, session }
        // The phone has scanned already: without its account the page would show a code until it is asked for again.
        return { ...known, session, account: known.unexpectedAccount ?? known.account, unexpectedAccount: null }
      })
    },
    onSettled: () => client.invalidateQueries({ queryKey: tenantKeys.portal(tenantId) }),
  })
  return (
    <div className="flex w-full max-w-md animate-arrive flex-col items-center text-center">
      <span className="mb-5 flex size-16 items-center justify-center rounded-full bg-warn-tint text-warn">
        <PhoneOff size={28} aria-hidden />
      </span>
      <div role="status">
        <h2 ref={heading} tabIndex={-1} className="text-xl font-semibold outline-none">
          {t('number.title')}
        </h2>
        <p className="mt-2 text-lg text-soft">{t('number.text')}</p>
      </div>
      <dl className="mt-5 grid w-full gap-3 text-left sm:grid-cols-2">
        {(
          [
            ['number.scanned', unexpectedAccount?.pn],
            ['number.expected', expectedPhone],
          ] as const
        ).map(([title, phone]) => (
          <div key={title} className="rounded-md bg-sunken px-3 py-2.5">
            <dt className="text-sm text-soft">{t(title)}</dt>
            <dd className="font-semibold tabular-nums">{formatPhone(phone ?? '')}</dd>
          </div>
        ))}
      </dl>
      <UnexpectedNumber answer={answer} size="large" className="mt-6 flex flex-wrap justify-center gap-3" />
    </div>
  )
}
