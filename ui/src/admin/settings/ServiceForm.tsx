import { useQuery } from '@tanstack/react-query'
import { type SubmitEvent, useState } from 'react'

import { settings as settingsQuery } from '../../api/admin'
import { useTranslation } from '../../lib/translation'
import { Field } from '../../ui/Field'
import { Notice } from '../../ui/Notice'
import { SaveRow } from '../../ui/SaveRow'
import { Skeleton } from '../../ui/Skeleton'
import { useSaySettings } from '../saying'

/** The name of the service, as customers read it. */
export function ServiceForm() {
  const { t } = useTranslation()
  const { data: settings } = useQuery(settingsQuery)
  const [draft, setDraft] = useState<string>()
  const [isChecked, setChecked] = useState(false)
  const { say, isSaying, isSaid, trouble, reset } = useSaySettings(() => setDraft(undefined))
  if (!settings) return <Skeleton className="h-16" />
  const name = draft ?? settings.name
  const isSame = name.trim() === settings.name && settings.isNameChosen
  const isMissing = name.trim() === ''
  const refused = trouble?.field('name') !== undefined ? t('field.nameInvalid') : undefined
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    setChecked(true)
    if (!isSame && !isMissing && !isSaying) say({ name })
  }
  return (
    <form onSubmit={submit} noValidate className="space-y-3">
      <Field
        label={t('service.name')}
        hint={settings.isNameFixed ? t('service.nameFixed') : t('firstRunText.name')}
        autoComplete="organization"
        maxLength={80}
        className="max-w-sm"
        disabled={settings.isNameFixed}
        value={name}
        onChange={(event) => {
          setDraft(event.target.value)
          reset()
        }}
        error={isChecked && isMissing ? t('field.missing') : refused}
      />
      {trouble && refused === undefined && <Notice tone="bad" title={t(`problem.${trouble.code}`)} />}
      {!settings.isNameFixed && <SaveRow isSame={isSame} isBusy={isSaying} saved={isSaid ? t('service.saved') : undefined} />}
    </form>
  )
}
