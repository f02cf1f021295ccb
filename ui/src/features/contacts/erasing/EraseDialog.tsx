import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type SubmitEvent, useState } from 'react'

import { contactActions, contactKeys } from '../../../api/contacts'
import { troubleOf } from '../../../api/problem'
import type { ContactDetails, Erasure } from '../../../api/types'
import { folded } from '../../../lib/folded'
import { useTranslation } from '../../../lib/translation'
import { Button } from '../../../ui/Button'
import { Dialog } from '../../../ui/Dialog'
import { Field } from '../../../ui/Field'
import { Notice } from '../../../ui/Notice'
import { contactName } from '../contact-words'

interface Props {
  tenantId: string
  contact: ContactDetails
  /** It has begun, and goes on by itself. */
  onBegun: (erasureId: string) => void
  onClose: () => void
}

/** Says what goes and what stays of a person, and has a word typed before everything of them is erased. */
export function EraseDialog({ tenantId, contact, onBegun, onClose }: Props) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const [typed, setTyped] = useState('')
  const [isChecked, setChecked] = useState(false)
  const erase = useMutation({
    mutationFn: () => contactActions.erase(tenantId, contact.id),
    onSuccess: (erasure) => {
      client.setQueryData<Erasure>(contactKeys.erasure(tenantId, erasure.id), erasure)
      void client.invalidateQueries({ queryKey: contactKeys.erasures(tenantId), exact: true })
      onBegun(erasure.id)
    },
  })
  const word = t('erase.word')
  const isTyped = folded(typed.trim()) === folded(word)
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    setChecked(true)
    if (isTyped && !erase.isPending) erase.mutate()
  }
  const { messages, media } = contact
  const goes = [
    messages === 0
      ? t('erase.goes.chat')
      : `${t('erase.goes.chat')}: ${[t('contacts.messages', { count: messages }), t('contacts.media', { count: media })].join(' · ')}`,
    t('erase.goes.groups'),
    t('erase.goes.marks'),
    t('erase.goes.mentions'),
    t('erase.goes.known'),
  ]
  return (
    <Dialog title={t('erase.ask', { name: contactName(contact, t) })} onClose={onClose}>
      <form onSubmit={submit} noValidate>
        <p>{t('erase.gone')}</p>
        <ul className="mt-2 list-disc space-y-1 pl-5">
          {goes.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
        <p className="mt-4 text-soft">{t('erase.stays')}</p>
        <p className="mt-2 mb-4 text-soft">{t('erase.after')}</p>
        <Field
          label={t('erase.type', { word })}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          error={isChecked && !isTyped ? t('erase.typeWrong', { word }) : undefined}
        />
        {erase.isError && <Notice tone="bad" className="mt-4" title={t(`problem.${troubleOf(erase.error).code}`)} />}
        <div className="mt-6 flex justify-end gap-2">
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button type="submit" kind="danger" isBusy={erase.isPending}>
            {t('erase.submit')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
