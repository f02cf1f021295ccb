import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'

import { contactActions, contactKeys } from '../../../api/contacts'
import { troubleOf } from '../../../api/problem'
import type { ContactImport, ImportState } from '../../../api/types'
import { useTranslation } from '../../../lib/translation'
import { Button } from '../../../ui/Button'
import { Notice } from '../../../ui/Notice'
import { ProgressBar } from '../../../ui/ProgressBar'
import { Select } from '../../../ui/Select'
import { ImportedRows } from './ImportedRows'

interface Props {
  tenantId: string
  file: ContactImport
  /** The server does not answer just now. */
  isLost: boolean
  onOther: () => void
}

const states = ['new', 'changed', 'telling', 'saved', 'failed', 'same', 'refused'] as const satisfies readonly ImportState[]

/** The people of a file: what would become of each, then how far it has come, then what became of them. */
export function ImportView({ tenantId, file, isLost, onOther }: Props) {
  const { t, i18n } = useTranslation()
  const client = useQueryClient()
  const { counts, isOver } = file
  const isStarted = file.startedAtMs !== null
  const [chosen, setChosen] = useState<ImportState | 'all'>()
  const start = useMutation({
    mutationFn: () => contactActions.startImport(tenantId, file.id),
    onSuccess: (started) => {
      client.setQueryData(contactKeys.import(tenantId, file.id), started)
      setChosen(undefined)
    },
  })
  const remove = useMutation({ mutationFn: () => contactActions.removeImport(tenantId, file.id), onSuccess: onOther })
  const toSave = counts.new + counts.changed
  const done = counts.saved + counts.failed
  const all = states.reduce((sum, state) => sum + counts[state], 0)
  // Of what is over, what went wrong is looked at first.
  const shown = chosen ?? (isOver && counts.failed > 0 ? 'failed' : 'all')
  const options = [
    ['all', t('importContacts.filter', { what: t('importContacts.all'), number: all.toLocaleString(i18n.language) })] as const,
    ...states
      .filter((state) => counts[state] > 0 || state === shown)
      .map((state) => {
        const number = counts[state].toLocaleString(i18n.language)
        return [state, t('importContacts.filter', { what: t(`importContacts.those.${state}`), number })] as const
      }),
  ]
  const error = start.error ?? remove.error
  return (
    <div className="space-y-4">
      {!isStarted ? (
        <p role="status">{toSave === 0 ? t('importContacts.nothing') : t('importContacts.look')}</p>
      ) : isOver ? (
        <p role="status" className="tabular-nums">
          {t('importContacts.over', { count: counts.saved, number: counts.saved.toLocaleString(i18n.language) })}{' '}
          {counts.failed > 0 &&
            t('importContacts.overFailed', { count: counts.failed, number: counts.failed.toLocaleString(i18n.language) })}
        </p>
      ) : (
        <div>
          <p role="status" className="mb-2 tabular-nums">
            {t('importContacts.going', {
              done: done.toLocaleString(i18n.language),
              total: (toSave + counts.telling + done).toLocaleString(i18n.language),
            })}
          </p>
          <ProgressBar label={t('importContacts.progress')} max={toSave + counts.telling + done} value={done} />
          <p className="mt-2 text-sm text-soft">{t('importContacts.slow')}</p>
        </div>
      )}
      {isLost && <Notice tone="warn" title={t('checkNumbers.lost')} />}
      {error !== null && <Notice tone="bad" title={t(`problem.${troubleOf(error).code}`)} />}
      <Select
        label={t('importContacts.show')}
        value={shown}
        options={options}
        onChange={(value) => setChosen(value as ImportState | 'all')}
        className="w-full sm:w-72"
      />
      <ImportedRows
        key={shown}
        tenantId={tenantId}
        importId={file.id}
        state={shown === 'all' ? undefined : shown}
        count={shown === 'all' ? all : counts[shown]}
        isGoing={isStarted && !isOver}
      />
      <div className="flex flex-wrap justify-end gap-2">
        {isStarted && !isOver ? (
          <Button isBusy={remove.isPending} onClick={() => remove.mutate()}>
            {t('importContacts.stop')}
          </Button>
        ) : isOver || toSave === 0 ? (
          <Button data-first-focus kind="primary" onClick={onOther}>
            {t('importContacts.other')}
          </Button>
        ) : (
          <>
            <Button isBusy={remove.isPending} onClick={() => remove.mutate()}>
              {t('importContacts.other')}
            </Button>
            <Button data-first-focus kind="primary" isBusy={start.isPending} onClick={() => start.mutate()}>
              {t('importContacts.start', { count: toSave, number: toSave.toLocaleString(i18n.language) })}
            </Button>
          </>
        )}
      </div>
    </div>
  )
}
