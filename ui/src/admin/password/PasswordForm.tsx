import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type SubmitEvent, useState } from 'react'

import { adminActions } from '../../api/admin'
import { troubleOf } from '../../api/problem'
import { useTranslation } from '../../lib/translation'
import { Button } from '../../ui/Button'
import { FormActions } from '../../ui/FormActions'
import { Notice } from '../../ui/Notice'
import { PasswordField } from '../../ui/PasswordField'
import { enter } from '../entry'

const shortest = 10

interface Props {
  /** Whether one holds already, which is asked for then. */
  isSet: boolean
  submit: string
  onDone: () => void
  /** In a dialog: leaves it. */
  onCancel?: () => void
}

/** The panel's password: the first one, or another. */
export function PasswordForm({ isSet, submit: verb, onDone, onCancel }: Props) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const [current, setCurrent] = useState('')
  const [password, setPassword] = useState('')
  const [isChecked, setChecked] = useState(false)
  const save = useMutation({
    mutationFn: adminActions.setPassword,
    onSuccess: async () => {
      // This browser has a new login, which also says that a password is set.
      await enter(client)
      onDone()
    },
    gcTime: 0,
  })
  const trouble = save.isError ? troubleOf(save.error) : undefined
  const isShort = [...password].length < shortest
  const isCurrentMissing = isSet && current === ''
  const wrongCurrent = trouble?.field('currentPassword')
  const currentError =
    (isChecked && isCurrentMissing) || wrongCurrent === 'missing'
      ? t('field.missing')
      : wrongCurrent !== undefined
        ? t('password.wrong')
        : undefined
  const refused = trouble?.field('password')
  const error =
    (isChecked && isShort) || refused === 'too_short'
      ? t('password.short', { count: shortest })
      : refused !== undefined
        ? t('password.long')
        : undefined

  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    setChecked(true)
    if (isShort || isCurrentMissing || save.isPending) return
    save.mutate(isSet ? { password, currentPassword: current } : { password })
  }
  return (
    <form onSubmit={submit} noValidate className="space-y-4">
      {isSet && (
        <PasswordField
          label={t('password.current')}
          autoComplete="current-password"
          maxLength={1024}
          value={current}
          onChange={(event) => {
            setCurrent(event.target.value)
            save.reset()
          }}
          error={currentError}
        />
      )}
      <PasswordField
        label={t('password.new')}
        hint={t('password.hint', { count: shortest })}
        autoComplete="new-password"
        maxLength={1024}
        value={password}
        onChange={(event) => {
          setPassword(event.target.value)
          save.reset()
        }}
        error={error}
      />
      {trouble && currentError === undefined && error === undefined && <Notice tone="bad" title={t(`problem.${trouble.code}`)} />}
      {onCancel ? (
        <FormActions submit={verb} isBusy={save.isPending} onCancel={onCancel} />
      ) : (
        <Button type="submit" kind="primary" isBusy={save.isPending}>
          {verb}
        </Button>
      )}
    </form>
  )
}
