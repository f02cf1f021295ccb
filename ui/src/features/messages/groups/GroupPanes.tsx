import { useQuery } from '@tanstack/react-query'
import { type SubmitEvent, useState } from 'react'

import { participants as participantsQuery } from '../../../api/acting'
import { addressOf, groupActions, mostPeople } from '../../../api/groups'
import { troubleOf } from '../../../api/problem'
import { pictureUrl } from '../../../api/tenant'
import type { Address, Chat, Contact, MemberOutcome } from '../../../api/types'
import { pictureTrouble } from '../../../api/picture-trouble'
import { uploadPicture } from '../../../api/upload'
import { useTranslation } from '../../../lib/translation'
import { Button } from '../../../ui/Button'
import { FormActions } from '../../../ui/FormActions'
import { Notice } from '../../../ui/Notice'
import { PictureForm } from '../../../ui/PictureForm'
import { TextArea } from '../../../ui/TextArea'
import { chatName } from '../chat-words'
import { PeoplePicker } from '../choosing/PeoplePicker'
import { isSamePerson, usePeople } from '../people'
import { Outcomes, refusedOf } from './Outcomes'
import { isSubject, longestDescription } from './subject'
import { SubjectField } from './SubjectField'
import { useGroupChange } from './use-group-change'

/** What is done with a group in the place of its details. */
export type GroupPane = { what: 'add' | 'words' | 'leave' } | { what: 'remove'; party: Address }

interface Props {
  tenantId: string
  chat: Chat
  pane: GroupPane
  onClose: () => void
}

export function GroupPaneView({ tenantId, chat, pane, onClose }: Props) {
  const { t } = useTranslation()
  const people = usePeople()
  switch (pane.what) {
    case 'add':
      return <AddPeople tenantId={tenantId} chat={chat} onClose={onClose} />
    case 'words':
      return <GroupWords tenantId={tenantId} chat={chat} onClose={onClose} />
    case 'leave':
      return (
        <Sure
          tenantId={tenantId}
          chat={chat}
          text={t('group.leaveText')}
          verb={t('group.leave')}
          deed={() => groupActions.leave(tenantId, chat.id)}
          onClose={onClose}
        />
      )
    case 'remove':
      return (
        <Sure
          tenantId={tenantId}
          chat={chat}
          text={t('group.removeText', { name: people.name(pane.party) })}
          verb={t('group.remove')}
          deed={() => groupActions.people(tenantId, chat.id, 'remove', [addressOf(pane.party)])}
          onClose={onClose}
        />
      )
  }
}

function AddPeople({ tenantId, chat, onClose }: Omit<Props, 'pane'>) {
  const { t } = useTranslation()
  const people = usePeople()
  const { data: members = [] } = useQuery(participantsQuery(tenantId, chat.id))
  const [chosen, setChosen] = useState<Contact[]>([])
  const [isChecked, setChecked] = useState(false)
  const add = useGroupChange<MemberOutcome[]>(tenantId, chat.id, (outcomes) => {
    if (refusedOf(outcomes).length === 0) onClose()
    // Who is in it now needs to be chosen no more.
    else setChosen(chosen.filter((one) => refusedOf(outcomes).some(({ who }) => isSamePerson(who, one))))
  })
  const name = (who: Address) => {
    const contact = chosen.find((one) => isSamePerson(one, who))
    return contact ? chatName({ ...contact, kind: 'direct' }, t) : people.name(who)
  }
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    setChecked(true)
    if (chosen.length > 0 && !add.isPending) add.mutate(() => groupActions.people(tenantId, chat.id, 'add', chosen.map(addressOf)))
  }
  return (
    <form onSubmit={submit} noValidate className="space-y-3">
      <PeoplePicker
        tenantId={tenantId}
        chosen={chosen}
        onChosen={setChosen}
        most={mostPeople}
        offBecause={(contact) => (members.some(({ party }) => isSamePerson(party, contact)) ? t('group.result.already_in') : undefined)}
      />
      {isChecked && chosen.length === 0 && (
        <p role="alert" className="text-sm text-bad">
          {t('picker.none')}
        </p>
      )}
      {add.data && <Outcomes outcomes={add.data} name={name} />}
      {add.isError && <Notice tone="bad" title={t(`problem.${troubleOf(add.error).code}`)} />}
      <FormActions submit={t('group.add')} isBusy={add.isPending} onCancel={onClose} />
    </form>
  )
}

function GroupWords({ tenantId, chat, onClose }: Omit<Props, 'pane'>) {
  const { t } = useTranslation()
  const [subject, setSubject] = useState(chat.name)
  const [description, setDescription] = useState(chat.group?.description ?? '')
  const [isChecked, setChecked] = useState(false)
  const save = useGroupChange(tenantId, chat.id, onClose)
  // Saving closes this, which would end what the picture is brought by.
  const [isBusy, setBusy] = useState(false)
  const isTooLong = [...description].length > longestDescription
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    setChecked(true)
    if (!isSubject(subject) || isTooLong || save.isPending || isBusy) return
    const body = {
      ...(subject.trim() !== chat.name && { subject: subject.trim() }),
      ...(description.trim() !== (chat.group?.description ?? '') && { description: description.trim() }),
    }
    if (Object.keys(body).length === 0) onClose()
    else save.mutate(() => groupActions.change(tenantId, chat.id, body))
  }
  return (
    <form onSubmit={submit} noValidate className="space-y-4">
      <GroupPicture tenantId={tenantId} chat={chat} onBusy={setBusy} />
      <SubjectField subject={subject} onChange={setSubject} isChecked={isChecked} />
      <TextArea
        label={t('details.description')}
        rows={4}
        value={description}
        onChange={(event) => setDescription(event.target.value)}
        error={isTooLong ? t('common.tooLong', { count: longestDescription }) : undefined}
      />
      {save.isError && <Notice tone="bad" title={t(`problem.${troubleOf(save.error).code}`)} />}
      <FormActions submit={t('common.save')} isBusy={save.isPending || isBusy} onCancel={onClose} />
    </form>
  )
}

/** The picture of a group; WhatsApp tells of another one in its own time. */
function GroupPicture({ tenantId, chat, onBusy }: { tenantId: string; chat: Chat; onBusy: (isBusy: boolean) => void }) {
  const { t } = useTranslation()
  const { mutateAsync: change } = useGroupChange(tenantId, chat.id)
  return (
    <PictureForm
      label={t('group.picture')}
      onBusy={onBusy}
      name={chat.name}
      isGroup
      picture={pictureUrl(tenantId, chat)}
      hint={t('group.pictureHint')}
      put={async (file, how) => {
        const mediaId = await uploadPicture(tenantId, file, how)
        await change(() => groupActions.setPicture(tenantId, chat.id, mediaId))
      }}
      remove={() => change(() => groupActions.setPicture(tenantId, chat.id, undefined))}
      wordsOf={(error) => t(pictureTrouble(error))}
    />
  )
}

interface SureProps extends Omit<Props, 'pane'> {
  text: string
  verb: string
  deed: () => Promise<MemberOutcome[] | undefined>
}

/** A question before something that is not undone by a press. */
function Sure({ tenantId, chat, text, verb, deed, onClose }: SureProps) {
  const { t } = useTranslation()
  const people = usePeople()
  const change = useGroupChange<MemberOutcome[] | undefined>(tenantId, chat.id, (outcomes) => {
    if (refusedOf(outcomes ?? []).length === 0) onClose()
  })
  return (
    <>
      <p className="text-soft">{text}</p>
      {change.isError && <Notice tone="bad" className="mt-4" title={t(`problem.${troubleOf(change.error).code}`)} />}
      {change.data && <Outcomes outcomes={change.data} name={people.name} />}
      <div className="mt-6 flex justify-end gap-2">
        <Button onClick={onClose} data-first-focus>
          {t('common.cancel')}
        </Button>
        <Button kind="danger" isBusy={change.isPending} onClick={() => change.mutate(deed)}>
          {verb}
        </Button>
      </div>
    </>
  )
}
