import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type SubmitEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'

import { troubleOf } from '../../api/problem'
import { tenantActions, tenantKeys } from '../../api/tenant'
import { isPhone, phoneDigits } from '../../lib/phone'
import { Dialog } from '../../ui/Dialog'
import { Field } from '../../ui/Field'
import { FormActions } from '../../ui/FormActions'
import { Notice } from '../../ui/Notice'
import { newKey } from './sending'

interface Props {
  tenantId: string
  onClose: () => void
  onSent: (chatId: string) => void
}

/** Begins a chat by number: the first message opens it. */
export function NewChatDialog({ tenantId, onClose, onSent }: Props) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const [phone, setPhone] = useState('+55 ')
  const [text, setText] = useState('')
  const [isChecked, setChecked] = useState(false)
  // One key for the dialog: pressing again after a lost answer does not send twice.
  const [key, setKey] = useState(newKey)
  const send = useMutation({
    mutationFn: () => tenantActions.send(tenantId, phoneDigits(phone), text.trim(), key),
    onSuccess: (sent) => {
      void client.invalidateQueries({ queryKey: tenantKeys.chatLists(tenantId) })
      onSent(sent.chatId)
    },
  })
  const trouble = send.isError ? troubleOf(send.error) : undefined
  const isPhoneWrong = isChecked && !isPhone(phone)
  const isTextMissing = isChecked && text.trim() === ''

  const change = (set: (value: string) => void) => (value: string) => {
    set(value)
    setKey(newKey())
  }
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    setChecked(true)
    if (isPhone(phone) && text.trim() !== '' && !send.isPending) send.mutate()
  }
  return (
    <Dialog title={t('newChat.title')} onClose={onClose}>
      <form onSubmit={submit} noValidate className="space-y-4">
        <Field
          label={t('newChat.phone')}
          type="tel"
          inputMode="tel"
          value={phone}
          onChange={(event) => change(setPhone)(event.target.value)}
          error={
            isPhoneWrong || trouble?.field('to') !== undefined
              ? t('field.phoneInvalid')
              : trouble?.code === 'not_on_whatsapp'
                ? t('problem.not_on_whatsapp')
                : undefined
          }
        />
        <label className="block">
          <span className="mb-1.5 block text-sm font-medium">{t('newChat.text')}</span>
          <span className={`field flex rounded-md border bg-surface ${isTextMissing ? 'border-bad' : 'border-line-strong'}`}>
            <textarea
              rows={3}
              value={text}
              onChange={(event) => change(setText)(event.target.value)}
              aria-invalid={isTextMissing}
              className="w-full resize-none bg-transparent px-3 py-2 text-ink"
            />
          </span>
          {isTextMissing && (
            <span role="alert" className="mt-1.5 block text-sm text-bad">
              {t('newChat.textMissing')}
            </span>
          )}
        </label>
        {trouble && trouble.code !== 'not_on_whatsapp' && <Notice tone="bad" title={t(`problem.${trouble.code}`)} />}
        <FormActions submit={t('newChat.submit')} isBusy={send.isPending} onCancel={onClose} />
      </form>
    </Dialog>
  )
}
