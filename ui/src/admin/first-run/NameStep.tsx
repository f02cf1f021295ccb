import { type SubmitEvent, useState } from 'react'

import { useTranslation } from '../../lib/translation'
import { Button } from '../../ui/Button'
import { Field } from '../../ui/Field'
import { type StepProps, StepFoot } from './StepFoot'

/** What is the service called? */
export function NameStep({ place, settings, say, isBusy, trouble }: StepProps) {
  const { t } = useTranslation()
  const [name, setName] = useState(settings.isNameChosen ? settings.name : '')
  const [isChecked, setChecked] = useState(false)
  const isMissing = name.trim() === ''
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    setChecked(true)
    if (!isMissing && !isBusy) say({ name, firstRun: place.next })
  }
  const refused = trouble?.field('name') !== undefined ? t('field.nameInvalid') : undefined
  return (
    <form onSubmit={submit} noValidate>
      <Field
        label={t('service.name')}
        placeholder={t('service.namePlaceholder')}
        autoComplete="organization"
        autoFocus
        isLarge
        maxLength={80}
        value={name}
        onChange={(event) => setName(event.target.value)}
        error={isChecked && isMissing ? t('field.missing') : refused}
      />
      <StepFoot place={place} say={say} isBusy={isBusy}>
        <Button type="submit" kind="primary" isBusy={isBusy}>
          {t('firstRun.next')}
        </Button>
      </StepFoot>
    </form>
  )
}
