import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'

import { accountActions, accountKeys, logins as loginsQuery } from '../../api/account'
import { troubleOf } from '../../api/problem'
import type { PanelLogin } from '../../api/types'
import { moment } from '../../lib/dates'
import { useNow } from '../../lib/now'
import { useTranslation } from '../../lib/translation'
import { Button } from '../../ui/Button'
import { ConfirmDialog } from '../../ui/ConfirmDialog'
import { Notice } from '../../ui/Notice'
import { Skeleton } from '../../ui/Skeleton'

/** In which browsers this panel is open, and the ways to close it there. */
export function Logins({ tenantId }: { tenantId: string }) {
  const { t, i18n } = useTranslation()
  const now = useNow()
  const client = useQueryClient()
  const query = useQuery(loginsQuery(tenantId))
  const [isAsked, setAsked] = useState(false)
  const ending = useMutation({
    mutationFn: (id: string | undefined) =>
      id === undefined ? accountActions.endOtherLogins(tenantId) : accountActions.endLogin(tenantId, id),
    // One that has ended meanwhile is closed all the same.
    onError: (error, id) => troubleOf(error).code === 'not_found' && drop(id),
    onSuccess: (_, id) => drop(id),
    onSettled: () => client.invalidateQueries({ queryKey: accountKeys.logins(tenantId) }),
  })
  const drop = (id: string | undefined) => {
    setAsked(false)
    const stays = (login: PanelLogin) => (id === undefined ? login.isThis : login.id !== id)
    client.setQueryData<PanelLogin[]>(accountKeys.logins(tenantId), (known) => known?.filter(stays))
  }
  if (!query.data) {
    return query.isError ? <Notice tone="bad" title={t(`problem.${troubleOf(query.error).code}`)} /> : <Skeleton className="h-10" />
  }
  const trouble = ending.isError && troubleOf(ending.error).code !== 'not_found' ? t(`problem.${troubleOf(ending.error).code}`) : undefined
  const others = query.data.filter(({ isThis }) => !isThis)
  const named = (login: PanelLogin) => login.browser || t('logins.unknown')
  return (
    <>
      {trouble !== undefined && !isAsked && <Notice tone="bad" className="mb-3" title={trouble} />}
      <ul className="divide-y divide-line">
        {query.data.map((login) => (
          <li key={login.id} className="flex items-center gap-3 py-2.5">
            <span className="min-w-0 grow">
              <span className="block truncate font-medium">{named(login)}</span>
              <span className="block text-sm text-soft">
                {login.attendantName !== null && (
                  <>
                    <bdi>{login.attendantName}</bdi> ·{' '}
                  </>
                )}
                {login.isThis ? t('logins.this') : t('logins.since', { when: moment(login.createdAtMs, now, i18n.language) })}
                {login.hasPush && <> · {t('logins.hasPush')}</>}
              </span>
            </span>
            {!login.isThis && (
              <Button
                size="small"
                aria-label={t('logins.endWhich', { browser: named(login) })}
                isBusy={ending.isPending && ending.variables === login.id}
                onClick={() => ending.mutate(login.id)}
              >
                {t('logins.end')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      <p className="mt-3 text-sm text-soft">{t('logins.hint')}</p>
      {others.length > 1 && (
        <Button
          className="mt-3"
          onClick={() => {
            ending.reset()
            setAsked(true)
          }}
        >
          {t('logins.endOthers')}
        </Button>
      )}
      {isAsked && (
        <ConfirmDialog
          title={t('logins.endOthersTitle', { count: others.length })}
          text={t('logins.endOthersText')}
          verb={t('logins.endOthers')}
          isBusy={ending.isPending}
          trouble={trouble}
          onConfirm={() => ending.mutate(undefined)}
          onClose={() => setAsked(false)}
        />
      )}
    </>
  )
}
