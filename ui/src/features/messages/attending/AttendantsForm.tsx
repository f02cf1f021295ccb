import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Pencil, Trash2, UserPlus } from 'lucide-react'
import { useState } from 'react'

import { attendants as attendantsQuery, attendingActions, attendingKeys } from '../../../api/attending'
import { noticeAttendants } from '../../../api/attending-events'
import { troubleOf } from '../../../api/problem'
import type { Attendant, AttendantList } from '../../../api/types'
import { useTranslation } from '../../../lib/translation'
import { Button, IconButton } from '../../../ui/Button'
import { ConfirmDialog } from '../../../ui/ConfirmDialog'
import { Notice } from '../../../ui/Notice'
import { Skeleton } from '../../../ui/Skeleton'
import { NameDialog } from './NameDialog'

type Asked = { what: 'own' } | { what: 'rename' | 'remove'; attendant: Attendant }

/** Everybody who answers, and who of them does in this browser. */
export function AttendantsForm({ tenantId }: { tenantId: string }) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const query = useQuery(attendantsQuery(tenantId))
  const [asked, setAsked] = useState<Asked>()
  const close = () => setAsked(undefined)
  const remove = useMutation({
    mutationFn: (id: string) => attendingActions.remove(tenantId, id),
    onError: (error, id) => troubleOf(error).code === 'not_found' && drop(id),
    onSuccess: (_, id) => drop(id),
  })
  const drop = (id: string) => {
    client.setQueryData<AttendantList>(
      attendingKeys.attendants(tenantId),
      (known) =>
        known && {
          attendants: known.attendants.filter((one) => one.id !== id),
          ownId: known.ownId === id ? null : known.ownId,
        },
    )
    noticeAttendants(client, tenantId)
    close()
  }
  if (!query.data) {
    return query.isError ? <Notice tone="bad" title={t(`problem.${troubleOf(query.error).code}`)} /> : <Skeleton className="h-10" />
  }
  const { attendants, ownId } = query.data
  return (
    <>
      <p className="text-soft">{t('attending.hint')}</p>
      {attendants.length > 0 && (
        <ul className="mt-3 divide-y divide-line">
          {attendants.map((attendant) => (
            <li key={attendant.id} className="flex items-center gap-1 py-1.5">
              <span className="min-w-0 grow">
                <span dir="auto" className="block truncate font-medium">
                  {attendant.name}
                </span>
                {attendant.id === ownId && <span className="block text-sm text-soft">{t('attending.here')}</span>}
              </span>
              <IconButton
                label={t('attending.renameOne', { name: attendant.name })}
                onClick={() => setAsked({ what: 'rename', attendant })}
              >
                <Pencil size={17} />
              </IconButton>
              <IconButton
                label={t('attending.removeOne', { name: attendant.name })}
                onClick={() => {
                  remove.reset()
                  setAsked({ what: 'remove', attendant })
                }}
              >
                <Trash2 size={17} />
              </IconButton>
            </li>
          ))}
        </ul>
      )}
      <Button className="mt-4" icon={<UserPlus size={17} aria-hidden />} onClick={() => setAsked({ what: 'own' })}>
        {t(ownId === null ? 'attending.say' : 'attending.sayOther')}
      </Button>
      {asked && asked.what !== 'remove' && (
        <NameDialog tenantId={tenantId} attendant={asked.what === 'rename' ? asked.attendant : undefined} onNamed={close} onClose={close} />
      )}
      {asked?.what === 'remove' && (
        <ConfirmDialog
          title={t('attending.removeTitle', { name: asked.attendant.name })}
          text={t('attending.removeText')}
          verb={t('attending.remove')}
          isBusy={remove.isPending}
          trouble={remove.isError ? t(`problem.${troubleOf(remove.error).code}`) : undefined}
          onConfirm={() => remove.mutate(asked.attendant.id)}
          onClose={close}
        />
      )}
    </>
  )
}
