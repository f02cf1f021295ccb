import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type SubmitEvent, useState } from 'react'

import { putChat } from '../../../api/chat-events'
import { addressOf, groupActions, mostPeople } from '../../../api/groups'
import { troubleOf } from '../../../api/problem'
import { tenantKeys } from '../../../api/tenant'
import type { Address, Contact } from '../../../api/types'
import { formatPhone } from '../../../lib/phone'
import { useTranslation } from '../../../lib/translation'
import { Button } from '../../../ui/Button'
import { Dialog } from '../../../ui/Dialog'
import { FormActions } from '../../../ui/FormActions'
import { Notice } from '../../../ui/Notice'
import { chatName } from '../chat-words'
import { PeoplePicker } from '../choosing/PeoplePicker'
import { isSamePerson } from '../people'
import { Outcomes, refusedOf } from './Outcomes'
import { isSubject } from './subject'
import { SubjectField } from './SubjectField'

interface Props {
  tenantId: string
  onMade: (chatId: string) => void
  onClose: () => void
}

/** A group is made: what it is called, and who is in it. */
export function NewGroupDialog({ tenantId, onMade, onClose }: Props) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const [subject, setSubject] = useState('')
  const [chosen, setChosen] = useState<Contact[]>([])
  const [isChecked, setChecked] = useState(false)
  const make = useMutation({
    mutationFn: () => groupActions.make(tenantId, subject.trim(), chosen.map(addressOf)),
    onSuccess: ({ chat, participants }) => {
      putChat(client, tenantId, chat)
      if (refusedOf(participants).length === 0) onMade(chat.id)
    },
    // An answer that got lost may have been a group.
    onError: () => client.invalidateQueries({ queryKey: tenantKeys.chatLists(tenantId) }),
  })
  const name = (who: Address) => {
    const contact = chosen.find((one) => isSamePerson(one, who))
    return contact ? chatName({ ...contact, kind: 'direct' }, t) : formatPhone(who.pn ?? '') || t('people.someone')
  }
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    setChecked(true)
    if (isSubject(subject) && chosen.length > 0 && !make.isPending) make.mutate()
  }
  const made = make.data
  return (
    <Dialog title={t('group.new')} onClose={made ? () => onMade(made.chat.id) : onClose}>
      {made ? (
        <>
          <Outcomes outcomes={made.participants} name={name} />
          <div className="mt-5 flex justify-end">
            <Button kind="primary" data-first-focus onClick={() => onMade(made.chat.id)}>
              {t('group.openMade')}
            </Button>
          </div>
        </>
      ) : (
        <form onSubmit={submit} noValidate className="space-y-3">
          <SubjectField subject={subject} onChange={setSubject} isChecked={isChecked} />
          <PeoplePicker tenantId={tenantId} chosen={chosen} onChosen={setChosen} most={mostPeople} offBecause={() => undefined} />
          {isChecked && chosen.length === 0 && (
            <p role="alert" className="text-sm text-bad">
              {t('picker.none')}
            </p>
          )}
          {make.isError && (
            <Notice
              tone="bad"
              title={t(`problem.${troubleOf(make.error).code}`)}
              text={troubleOf(make.error).code === 'offline' ? t('group.mayBeMade') : undefined}
            />
          )}
          <FormActions submit={t('group.make')} isBusy={make.isPending} onCancel={onClose} />
        </form>
      )}
    </Dialog>
  )
}
