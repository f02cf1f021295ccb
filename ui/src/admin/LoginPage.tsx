import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type SubmitEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'

import { adminActions } from '../api/admin'
import { troubleOf } from '../api/problem'
import { LanguageChoice } from '../features/preferences/Preferences'
import { Button } from '../ui/Button'
import { Field } from '../ui/Field'
import { Mark } from '../ui/Mark'
import { Notice } from '../ui/Notice'
import { enter } from './entry'

/** The way into the panel: by password. The desktop and the server's start come with a ticket and do not see it. */
export function LoginPage({ wasTicketUsed }: { wasTicketUsed: boolean }) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const [password, setPassword] = useState('')
  const login = useMutation({ mutationFn: adminActions.login, onSuccess: () => enter(client) })
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    if (!login.isPending) login.mutate(password)
  }
  const code = login.isError ? troubleOf(login.error).code : undefined
  return (
    <div className="flex min-h-full flex-col items-center justify-center gap-8 p-6">
      <main className="w-full max-w-sm">
        <Mark className="mx-auto mb-4 size-12 text-accent" />
        <h1 className="mb-6 text-center text-xl font-semibold">{t('login.title')}</h1>
        {wasTicketUsed && !code && <Notice tone="warn" className="mb-4" title={t('login.ticketUsed')} />}
        <form onSubmit={submit} className="space-y-4">
          <Field
            label={t('login.password')}
            type="password"
            autoComplete="current-password"
            autoFocus
            required
            maxLength={1024}
            value={password}
            onChange={(event) => setPassword(event.target.value)}
            error={code === 'unauthorized' ? t('login.wrong') : undefined}
          />
          {code !== undefined && code !== 'unauthorized' && <Notice tone="bad" title={t(`problem.${code}`)} />}
          <Button type="submit" kind="primary" className="w-full" isBusy={login.isPending}>
            {t('login.submit')}
          </Button>
        </form>
        <p className="mt-6 text-sm text-soft">{t('login.hint')}</p>
      </main>
      <LanguageChoice />
    </div>
  )
}
