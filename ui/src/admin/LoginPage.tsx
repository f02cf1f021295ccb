import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type SubmitEvent, useState } from 'react'

import { adminActions } from '../api/admin'
import { type TroubleCode, troubleOf } from '../api/problem'
import { useTranslation } from '../lib/translation'
import { LanguageChoice } from '../features/preferences/Preferences'
import { Button } from '../ui/Button'
import { Field } from '../ui/Field'
import { Mark } from '../ui/Mark'
import { Notice } from '../ui/Notice'
import { enter } from './entry'
import { CodeField } from './two-steps/CodeField'

/**
 * The way into the panel: by password, and where it is wished by a code after it. The desktop and the server's start come
 * with a ticket and do not see it.
 */
export function LoginPage({ wasTicketUsed }: { wasTicketUsed: boolean }) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const [password, setPassword] = useState('')
  const [code, setCode] = useState<string>()
  const login = useMutation({
    mutationFn: () => adminActions.login(code === undefined ? { password } : { password, code }),
    onSuccess: () => enter(client),
    onError: (error) => {
      const { code: problem } = troubleOf(error)
      if (problem === 'totp_required') setCode('')
      // Another password holds by now.
      if (problem === 'unauthorized') setCode(undefined)
    },
    gcTime: 0,
  })
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    if (!login.isPending && code?.trim() !== '') login.mutate()
  }
  const trouble = login.isError ? troubleOf(login.error).code : undefined
  const isCodeStep = code !== undefined
  const title = t(isCodeStep ? 'twoSteps.stepTitle' : 'login.title')
  return (
    <div className="flex min-h-full flex-col items-center justify-center gap-8 p-6">
      <main className="w-full max-w-sm">
        <Mark className="mx-auto mb-4 size-12 text-accent" />
        <h1 className="mb-6 text-center text-xl font-semibold">{title}</h1>
        {wasTicketUsed && trouble === undefined && <Notice tone="warn" className="mb-4" title={t('login.ticketUsed')} />}
        <form onSubmit={submit} className="space-y-4">
          {isCodeStep ? (
            <CodeField
              key="code"
              label={t('twoSteps.code')}
              hint={t('twoSteps.codeHint')}
              autoFocus
              value={code}
              onCode={(text) => {
                setCode(text)
                login.reset()
              }}
              error={trouble === 'totp_invalid' ? t('twoSteps.wrong') : undefined}
            />
          ) : (
            <Field
              key="password"
              label={t('login.password')}
              type="password"
              autoComplete="current-password"
              autoFocus
              required
              maxLength={1024}
              value={password}
              onChange={(event) => setPassword(event.target.value)}
              error={trouble === 'unauthorized' ? t('login.wrong') : undefined}
            />
          )}
          {trouble !== undefined && !isAtField(trouble) && <Notice tone="bad" title={t(`problem.${trouble}`)} />}
          <Button type="submit" kind="primary" className="w-full" isBusy={login.isPending}>
            {t('login.submit')}
          </Button>
          {isCodeStep && (
            <Button
              kind="quiet"
              className="w-full"
              onClick={() => {
                setCode(undefined)
                login.reset()
              }}
            >
              {t('twoSteps.back')}
            </Button>
          )}
        </form>
        <p className="mt-6 text-sm text-soft">{t(isCodeStep ? 'twoSteps.lost' : 'login.hint')}</p>
      </main>
      <LanguageChoice />
    </div>
  )
}

/** Whether it is said at the field, or asks for the next one. */
const isAtField = (code: TroubleCode) => code === 'unauthorized' || code === 'totp_invalid' || code === 'totp_required'
