import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Download, RotateCcw, Trash2 } from 'lucide-react'
import { useState } from 'react'

import { exportActions, exportKeys } from '../../../api/exports'
import { troubleOf } from '../../../api/problem'
import type { Export } from '../../../api/types'
import { dateAndTime } from '../../../lib/dates'
import { bytes } from '../../../lib/numbers'
import { minuteMs, useNow } from '../../../lib/now'
import { saveFrom } from '../../../lib/save-file'
import { useTranslation } from '../../../lib/translation'
import { Button, IconButton } from '../../../ui/Button'
import { ConfirmDialog } from '../../../ui/ConfirmDialog'
import { Notice } from '../../../ui/Notice'
import { useBeginExport, useRemoveExport } from './use-exports'

interface Props {
  tenantId: string
  of: Export
  /** Another one is being made: there is one at a time. */
  isBusy: boolean
}

/** An export that is over: ready to be saved, failed and why, or gone. */
export function ExportRow({ tenantId, of, isBusy }: Props) {
  const { t, i18n } = useTranslation()
  const client = useQueryClient()
  const now = useNow(minuteMs)
  const [isAsked, setAsked] = useState(false)
  const save = useMutation({
    mutationFn: () => exportActions.url(tenantId, of.id),
    // The browser saves it, resumes it and shows how far it is; the page stays where it is.
    onSuccess: (url) => saveFrom(url),
    onError: () => client.invalidateQueries({ queryKey: exportKeys.all(tenantId) }),
  })
  const remove = useRemoveExport(tenantId, of.id)
  const again = useBeginExport(tenantId)
  const { state, failure, hasMedia, askedAtMs, keptUntilMs, sizeBytes } = of
  const isReady = state === 'ready' && keptUntilMs !== null && now < keptUntilMs
  const asked = dateAndTime(askedAtMs, i18n.language)
  const words = isReady
    ? t('exports.readyUntil', { size: bytes(sizeBytes ?? 0, i18n.language), until: dateAndTime(keptUntilMs, i18n.language) })
    : state === 'failed'
      ? t(`exportFailure.${failure ?? 'defect'}`)
      : t(state === 'outdated' ? 'exports.outdated' : 'exports.expired')
  const close = () => setAsked(false)
  const ask = () => {
    remove.reset()
    // Where nothing is kept nothing is lost.
    if (isReady) setAsked(true)
    else remove.mutate()
  }
  const removeTrouble = remove.isError ? t(`problem.${troubleOf(remove.error).code}`) : undefined
  const trouble = save.error ?? again.error ?? (isAsked ? null : remove.error)
  return (
    <li className="px-5 py-4">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-3">
        <div className="min-w-0 grow basis-64">
          <p className="font-medium tabular-nums">{asked}</p>
          <p className={state === 'failed' ? 'text-bad' : 'text-soft'}>{words}</p>
          <p className="text-sm text-soft">{t(hasMedia ? 'exports.withMedia' : 'exports.withoutMedia')}</p>
        </div>
        {isReady && (
          <Button
            kind="primary"
            icon={<Download size={16} aria-hidden />}
            aria-label={t('exports.saveOf', { when: asked })}
            isBusy={save.isPending}
            onClick={() => save.mutate()}
          >
            {t('exports.save')}
          </Button>
        )}
        {state === 'failed' && (
          <Button
            icon={<RotateCcw size={16} aria-hidden />}
            isBusy={again.isPending}
            offBecause={isBusy ? t('exports.oneAtATime') : undefined}
            onClick={() => again.mutate(hasMedia)}
          >
            {t('common.retry')}
          </Button>
        )}
        <IconButton label={t('exports.removeOf', { when: asked })} isBusy={remove.isPending} onClick={ask}>
          <Trash2 size={18} />
        </IconButton>
      </div>
      {trouble !== null && <Notice tone="bad" className="mt-3" title={t(`problem.${troubleOf(trouble).code}`)} />}
      {isAsked && (
        <ConfirmDialog
          title={t('exports.removeTitle', { when: asked })}
          text={t('exports.removeText')}
          verb={t('exports.remove')}
          isBusy={remove.isPending}
          trouble={removeTrouble}
          onConfirm={() => remove.mutate(undefined, { onSuccess: close })}
          onClose={close}
        />
      )}
    </li>
  )
}
