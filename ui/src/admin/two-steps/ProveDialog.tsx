import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type SubmitEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'

import { adminActions, adminKeys } from '../../api/admin'
import { troubleOf } from '../../api/problem'
import { Dialog } from '../../ui/Dialog'
import { FormActions } from '../../ui/FormActions'
import { Notice } from '../../ui/Notice'
import { PasswordField } from '../../ui/PasswordField'
import { RecoveryCodes } from './RecoveryCodes'

interface Props {
  what: 'off' | 'newCodes'
  onClose: () => void
}

/** Login in two steps is switched off, or gets new recovery codes, by who knows the password. */
export function ProveDialog({ what, onClose }: Props) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const [password, setPassword] = useState('')
  const [codes, setCodes] = useState<string[]>()
  const change = useMutation({
    mutationFn: async () => {
      if (what === 'off') await adminActions.endTotp(password)
      else setCodes((await adminActions.renewRecoveryCodes(password)).recoveryCodes)
    },
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: adminKeys.me })
      if (what === 'off') onClose()
    },
    gcTime: 0,
  })
  const trouble = change.isError ? troubleOf(change.error) : undefined
  const wrong = trouble?.field('password') !== undefined ? t('password.wrong') : undefined
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    if (password !== '' && !change.isPending) change.mutate()
  }
  return (
    <Dialog title={t(codes ? 'twoSteps.codesTitle' : `twoSteps.${what}Title`)} onClose={onClose} isSticky={codes !== undefined}>
      {codes ? (
        <RecoveryCodes codes={codes} onDone={onClose} />
      ) : (
        <form onSubmit={submit} noValidate className="space-y-4">
          <p className="text-soft">{t(`twoSteps.${what}Text`)}</p>
          <PasswordField
            label={t('login.password')}
            autoComplete="current-password"
            maxLength={1024}
            value={password}
            onChange={(event) => {
              setPassword(event.target.value)
              change.reset()
            }}
            error={wrong}
          />
          {trouble && wrong === undefined && <Notice tone="bad" title={t(`problem.${trouble.code}`)} />}
          <FormActions submit={t(`twoSteps.${what}`)} isBusy={change.isPending} onCancel={onClose} />
        </form>
      )}
    </Dialog>
  )
}
