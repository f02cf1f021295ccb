import { useMutation } from '@tanstack/react-query'
import { type SubmitEvent, useState } from 'react'

import { troubleOf } from '../../api/problem'
import { useTranslation } from '../../lib/translation'
import { FormActions } from '../../ui/FormActions'
import { Notice } from '../../ui/Notice'
import { PasswordField } from '../../ui/PasswordField'

interface Props<Answer> {
  text: string
  submit: string
  ask: (password: string) => Promise<Answer>
  onAnswer: (answer: Answer) => unknown
  onClose: () => void
}

/** Something that only who knows the panel's password may do. */
export function PasswordForm<Answer>({ text, submit, ask, onAnswer, onClose }: Props<Answer>) {
  const { t } = useTranslation()
  const [password, setPassword] = useState('')
  // What is answered may be shown only once, and is kept nowhere.
  const asking = useMutation({ mutationFn: () => ask(password), onSuccess: onAnswer, gcTime: 0 })
  const trouble = asking.isError ? troubleOf(asking.error) : undefined
  const wrong = trouble?.field('password') !== undefined ? t('password.wrong') : undefined
  const send = (event: SubmitEvent) => {
    event.preventDefault()
    if (password !== '' && !asking.isPending) asking.mutate()
  }
  return (
    <form onSubmit={send} noValidate className="space-y-4">
      <p className="text-soft">{text}</p>
      <PasswordField
        label={t('login.password')}
        autoComplete="current-password"
        maxLength={1024}
        value={password}
        onChange={(event) => {
          setPassword(event.target.value)
          asking.reset()
        }}
        error={wrong}
      />
      {trouble && wrong === undefined && <Notice tone="bad" title={t(`problem.${trouble.code}`)} />}
      <FormActions submit={submit} isBusy={asking.isPending} onCancel={onClose} />
    </form>
  )
}
