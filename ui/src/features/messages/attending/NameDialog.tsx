import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type SubmitEvent, useState } from 'react'

import { attendants, attendingActions, attendingKeys } from '../../../api/attending'
import { noticeAttendants } from '../../../api/attending-events'
import { troubleOf } from '../../../api/problem'
import type { Attendant, AttendantList } from '../../../api/types'
import { useTranslation } from '../../../lib/translation'
import { Button } from '../../../ui/Button'
import { Dialog } from '../../../ui/Dialog'
import { Field } from '../../../ui/Field'
import { FormActions } from '../../../ui/FormActions'
import { Notice } from '../../../ui/Notice'

const longestName = 40

interface Props {
  tenantId: string
  /** The one to call otherwise; without it somebody says who answers in this browser. */
  attendant?: Attendant | undefined
  onNamed: (attendant: Attendant) => void
  onClose: () => void
}

/** Who answers in this browser: a name of those that are known, or a new one. */
export function NameDialog({ tenantId, attendant, onNamed, onClose }: Props) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const { data } = useQuery(attendants(tenantId))
  const [name, setName] = useState(attendant?.name ?? '')
  const [isChecked, setChecked] = useState(false)
  const save = useMutation({
    mutationFn: (name: string) =>
      attendant ? attendingActions.rename(tenantId, attendant.id, name) : attendingActions.name(tenantId, name),
    onSuccess: (named) => {
      client.setQueryData<AttendantList>(attendingKeys.attendants(tenantId), (known) => known && withAttendant(known, named, !attendant))
      noticeAttendants(client, tenantId)
      onNamed(named)
    },
  })
  const trouble = save.isError ? troubleOf(save.error) : undefined
  const refused = trouble?.field('name')
  const plain = name.trim()
  const isWrong = plain === '' || [...plain].length > longestName
  const error =
    isChecked && plain === ''
      ? t('field.missing')
      : refused === 'taken'
        ? t('attending.taken')
        : refused === 'too_many'
          ? t('attending.tooMany')
          : (isChecked && isWrong) || refused !== undefined
            ? t('attending.nameInvalid', { count: longestName })
            : undefined
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    setChecked(true)
    if (!isWrong && !save.isPending) save.mutate(plain)
  }
  const others = attendant ? [] : (data?.attendants ?? []).filter(({ id }) => id !== data?.ownId)
  return (
    <Dialog title={t(attendant ? 'attending.rename' : 'attending.whoTitle')} onClose={onClose}>
      <form onSubmit={submit} noValidate className="space-y-4">
        {!attendant && <p className="text-soft">{t('attending.whoText')}</p>}
        <Field
          label={t(attendant ? 'attending.name' : 'attending.ownName')}
          error={error}
          autoComplete="off"
          value={name}
          onChange={(event) => {
            setName(event.target.value)
            save.reset()
          }}
        />
        {others.length > 0 && (
          <div role="group" aria-label={t('attending.known')}>
            <p aria-hidden className="mb-1.5 text-sm text-soft">
              {t('attending.known')}
            </p>
            <div className="flex max-h-40 flex-wrap gap-2 overflow-y-auto">
              {others.map((one) => (
                <Button key={one.id} size="small" className="max-w-full" onClick={() => !save.isPending && save.mutate(one.name)}>
                  <span dir="auto" className="truncate">
                    {one.name}
                  </span>
                </Button>
              ))}
            </div>
          </div>
        )}
        {trouble && trouble.code !== 'validation_failed' && <Notice tone="bad" title={t(`problem.${trouble.code}`)} />}
        <FormActions submit={t(attendant ? 'common.save' : 'attending.continue')} isBusy={save.isPending} onCancel={onClose} />
      </form>
    </Dialog>
  )
}

function withAttendant(known: AttendantList, named: Attendant, isOwn: boolean): AttendantList {
  const others = known.attendants.filter(({ id }) => id !== named.id)
  const attendants = [...others, named].sort((one, other) => one.name.localeCompare(other.name))
  return { attendants, ownId: isOwn ? named.id : known.ownId }
}
