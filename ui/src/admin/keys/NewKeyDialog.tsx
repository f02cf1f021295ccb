import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type SubmitEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'

import { adminActions, adminKeys } from '../../api/admin'
import { troubleOf } from '../../api/problem'
import { ShownKey } from '../../features/link/ApiKeyCard'
import { Button } from '../../ui/Button'
import { Check } from '../../ui/Check'
import { Dialog } from '../../ui/Dialog'
import { Field } from '../../ui/Field'
import { FormActions } from '../../ui/FormActions'
import { Notice } from '../../ui/Notice'

/** What the key is for; then the key, this once. */
export function NewKeyDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const [label, setLabel] = useState('')
  const [maySeeSecrets, setMaySeeSecrets] = useState(false)
  const [isChecked, setChecked] = useState(false)
  const create = useMutation({
    mutationFn: () => adminActions.createProviderKey({ label: label.trim(), maySeeSecrets }),
    onSuccess: () => client.invalidateQueries({ queryKey: adminKeys.providerKeys }),
    // Nothing keeps it longer than it is shown.
    gcTime: 0,
  })
  const trouble = create.isError ? troubleOf(create.error) : undefined
  const isMissing = label.trim() === ''
  const error = isChecked && isMissing ? t('field.missing') : trouble?.field('label') !== undefined ? t('field.nameInvalid') : undefined

  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    setChecked(true)
    if (!isMissing && !create.isPending) create.mutate()
  }
  return (
    <Dialog title={t('providerKeys.new')} onClose={onClose} isSticky={create.data !== undefined}>
      {create.data ? (
        <div className="space-y-5">
          <ShownKey apiKey={create.data.apiKey} />
          <div className="flex justify-end">
            <Button kind="primary" onClick={onClose}>
              {t('common.done')}
            </Button>
          </div>
        </div>
      ) : (
        <form onSubmit={submit} noValidate className="space-y-4">
          <Field
            label={t('providerKeys.label')}
            placeholder={t('providerKeys.labelPlaceholder')}
            autoComplete="off"
            maxLength={60}
            value={label}
            onChange={(event) => setLabel(event.target.value)}
            error={error}
          />
          <Check
            label={t('providerKeys.maySeeSecrets')}
            text={t('providerKeys.maySeeSecretsText')}
            isOn={maySeeSecrets}
            onChange={setMaySeeSecrets}
          />
          {trouble && error === undefined && <Notice tone="bad" title={t(`problem.${trouble.code}`)} />}
          <FormActions submit={t('providerKeys.create')} isBusy={create.isPending} onCancel={onClose} />
        </form>
      )}
    </Dialog>
  )
}
