import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Users } from 'lucide-react'
import { type SubmitEvent, useEffect, useRef, useState } from 'react'

import { troubleOf } from '../../api/problem'
import { sendingActions } from '../../api/sending'
import { tenantKeys } from '../../api/tenant'
import { dialledDigits, isPhone, takeWholePhone } from '../../lib/phone'
import { useTranslation } from '../../lib/translation'
import { Button } from '../../ui/Button'
import { Dialog } from '../../ui/Dialog'
import { Field } from '../../ui/Field'
import { FormActions } from '../../ui/FormActions'
import { Notice } from '../../ui/Notice'
import { TextArea } from '../../ui/TextArea'
import { newKey } from './sender'

interface Props {
  tenantId: string
  /** To whom, where somebody was chosen. */
  firstPhone?: string
  onClose: () => void
  onSent: (chatId: string) => void
  /** Makes a group instead. */
  onGroup?: () => void
}

/** Begins a chat by number: the first message opens it. */
export function NewChatDialog({ tenantId, firstPhone = '+55 ', onClose, onSent, onGroup }: Props) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const [phone, setPhone] = useState(firstPhone)
  const [text, setText] = useState('')
  const [isChecked, setChecked] = useState(false)
  // One key for what is written: pressing again after a lost answer does not send twice.
  const [key, setKey] = useState(newKey)
  const isOpen = useIsOpen()
  const send = useMutation({
    mutationFn: (one: { to: string; text: string; key: string }) => sendingActions.send(tenantId, one.to, one.text, one.key),
    // What the network drops is sent again by itself, for as long as somebody waits for it here.
    retry: (_, error) => isOpen.current && troubleOf(error).code === 'offline',
    retryDelay: (failures) => Math.min(5_000, 500 * 2 ** failures),
    onSuccess: (sent) => {
      void client.invalidateQueries({ queryKey: tenantKeys.chatLists(tenantId) })
      onSent(sent.chatId)
    },
  })
  const trouble = send.isError ? troubleOf(send.error) : undefined
  const isLost = send.isPending && send.failureCount > 0
  const isPhoneWrong = isChecked && !isPhone(phone)
  const isTextMissing = isChecked && text.trim() === ''

  const change = (set: (value: string) => void) => (value: string) => {
    set(value)
    setKey(newKey())
  }
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    setChecked(true)
    if (isPhone(phone) && text.trim() !== '' && !send.isPending) send.mutate({ to: dialledDigits(phone), text: text.trim(), key })
  }
  return (
    <Dialog title={t('newChat.title')} onClose={onClose}>
      <form onSubmit={submit} noValidate className="space-y-4">
        <Field
          label={t('newChat.phone')}
          type="tel"
          inputMode="tel"
          readOnly={send.isPending}
          value={phone}
          onChange={(event) => change(setPhone)(event.target.value)}
          onPaste={takeWholePhone(change(setPhone))}
          error={
            isPhoneWrong || trouble?.field('to') !== undefined
              ? t('field.phoneInvalid')
              : trouble?.code === 'not_on_whatsapp'
                ? t('problem.not_on_whatsapp')
                : undefined
          }
        />
        <TextArea
          label={t('newChat.text')}
          error={isTextMissing ? t('newChat.textMissing') : undefined}
          readOnly={send.isPending}
          value={text}
          onChange={(event) => change(setText)(event.target.value)}
        />
        {isLost && <Notice tone="warn" title={t('newChat.lost')} />}
        {trouble && trouble.code !== 'not_on_whatsapp' && <Notice tone="bad" title={t(`problem.${trouble.code}`)} />}
        {onGroup && (
          <Button kind="quiet" className="-ml-2 px-2!" icon={<Users size={18} aria-hidden />} onClick={onGroup}>
            {t('group.new')}
          </Button>
        )}
        <FormActions submit={t('newChat.submit')} isBusy={send.isPending} onCancel={onClose} />
      </form>
    </Dialog>
  )
}

/** Whether somebody still has the dialog before them; whoever closes it does not want it sent. */
function useIsOpen() {
  const isOpen = useRef(true)
  useEffect(() => {
    isOpen.current = true
    return () => {
      isOpen.current = false
    }
  }, [])
  return isOpen
}
