import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type SubmitEvent, useState } from 'react'

import { adminActions, adminKeys } from '../../api/admin'
import { troubleOf } from '../../api/problem'
import type { CreatedTenant } from '../../api/types'
import { ShownKey } from '../../features/api-keys/ShownKey'
import { LinkCard } from '../../features/link/LinkCard'
import { isPhone, phoneDigits } from '../../lib/phone'
import { useTranslation } from '../../lib/translation'
import { visible } from '../../lib/visible'
import { Button } from '../../ui/Button'
import { Dialog } from '../../ui/Dialog'
import { Field } from '../../ui/Field'
import { FormActions } from '../../ui/FormActions'
import { Notice } from '../../ui/Notice'

/** A name is enough; then the link, ready to send. */
export function NewTenantDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const [created, setCreated] = useState<CreatedTenant>()
  return (
    <Dialog
      title={created ? t('newTenant.readyTitle', { name: created.tenant.name }) : t('newTenant.title')}
      onClose={onClose}
      isSticky={created !== undefined}
    >
      {created ? <Ready created={created} onClose={onClose} /> : <Form onCreated={setCreated} onClose={onClose} />}
    </Dialog>
  )
}

function Form({ onCreated, onClose }: { onCreated: (created: CreatedTenant) => void; onClose: () => void }) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const [name, setName] = useState('')
  const [phone, setPhone] = useState('')
  const [isChecked, setChecked] = useState(false)
  const create = useMutation({
    mutationFn: () => adminActions.createTenant(name.trim(), phoneDigits(phone)),
    onSuccess: (created) => {
      client.setQueryData(adminKeys.tenant(created.tenant.id), created.tenant)
      client.setQueryData(adminKeys.link(created.tenant.id), created.link)
      void client.invalidateQueries({ queryKey: adminKeys.lists })
      void client.invalidateQueries({ queryKey: adminKeys.overview })
      onCreated(created)
    },
    // It holds the API key.
    gcTime: 0,
  })
  const trouble = create.isError ? troubleOf(create.error) : undefined
  const isNameMissing = name.trim() === ''
  const isPhoneWrong = visible(phone) !== '' && !isPhone(phone)
  const nameError =
    isChecked && isNameMissing ? t('field.missing') : trouble?.field('name') !== undefined ? t('field.nameInvalid') : undefined
  const phoneError = (isChecked && isPhoneWrong) || trouble?.field('phone') !== undefined ? t('field.phoneInvalid') : undefined

  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    setChecked(true)
    if (!isNameMissing && !isPhoneWrong && !create.isPending) create.mutate()
  }
  return (
    <form onSubmit={submit} noValidate className="space-y-4">
      <Field
        label={t('newTenant.name')}
        placeholder={t('newTenant.namePlaceholder')}
        autoComplete="off"
        maxLength={80}
        value={name}
        onChange={(event) => setName(event.target.value)}
        error={nameError}
      />
      <Field
        label={t('newTenant.phone')}
        hint={t('newTenant.phoneHint')}
        placeholder="+55 11 90000-0000"
        type="tel"
        autoComplete="off"
        maxLength={100}
        value={phone}
        onChange={(event) => setPhone(event.target.value)}
        error={phoneError}
      />
      {trouble && nameError === undefined && phoneError === undefined && <Notice tone="bad" title={t(`problem.${trouble.code}`)} />}
      <FormActions submit={t('newTenant.submit')} isBusy={create.isPending} onCancel={onClose} />
    </form>
  )
}

function Ready({ created: { tenant, link, apiKey }, onClose }: { created: CreatedTenant; onClose: () => void }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  return (
    <div className="space-y-5">
      <p className="text-soft">{t('newTenant.readyText')}</p>
      <LinkCard tenantId={tenant.id} name={tenant.name} link={link} />
      <div className="border-t border-line pt-4">
        <h3 className="mb-2 font-semibold">{t('key.title')}</h3>
        <ShownKey apiKey={apiKey} />
      </div>
      <div className="flex justify-end gap-2">
        <Button
          onClick={() => {
            onClose()
            void navigate({ to: '/tenants/$tenantId', params: { tenantId: tenant.id } })
          }}
        >
          {t('newTenant.openPage')}
        </Button>
        <Button kind="primary" onClick={onClose}>
          {t('common.done')}
        </Button>
      </div>
    </div>
  )
}
