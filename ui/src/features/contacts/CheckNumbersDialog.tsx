import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type SubmitEvent, useEffect, useState } from 'react'

import { contactActions, contactKeys, numberCheck } from '../../api/contacts'
import { troubleOf } from '../../api/problem'
import type { NumberCheck } from '../../api/types'
import { formatPhone, typedIn } from '../../lib/phone'
import { csv, saveFile } from '../../lib/save-file'
import { useTranslation } from '../../lib/translation'
import { Button } from '../../ui/Button'
import { classes } from '../../ui/classes'
import { CopyButton } from '../../ui/CopyButton'
import { Dialog } from '../../ui/Dialog'
import { FormActions } from '../../ui/FormActions'
import { Notice } from '../../ui/Notice'
import { ProgressBar } from '../../ui/ProgressBar'
import { Skeleton } from '../../ui/Skeleton'
import { keptCheck } from './kept-check'

const mostNumbers = 1_000

interface Props {
  tenantId: string
  onClose: () => void
}

/** Numbers are pasted, WhatsApp is asked about one after another, and what it says is shown as it comes. */
export function CheckNumbersDialog({ tenantId, onClose }: Props) {
  const { t, i18n } = useTranslation()
  const [text, setText] = useState('')
  const [isPressed, setPressed] = useState(false)
  const client = useQueryClient()
  const [checkId, setCheckId] = useState(() => keptCheck.get(tenantId))
  const show = (id: string | undefined) => {
    keptCheck.set(tenantId, id)
    setCheckId(id)
  }
  const begin = useMutation({
    mutationFn: (numbers: string[]) => contactActions.check(tenantId, numbers, typedIn(i18n.language)),
    onSuccess: (check) => {
      client.setQueryData(contactKeys.check(tenantId, check.id), check)
      show(check.id)
    },
  })
  const numbers = linesOf(text)
  const isTooMany = numbers.length > mostNumbers
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    setPressed(true)
    if (numbers.length > 0 && !isTooMany && !begin.isPending) begin.mutate(numbers)
  }
  const wrong = isTooMany ? t('checkNumbers.tooMany') : isPressed && numbers.length === 0 ? t('checkNumbers.none') : undefined
  return (
    <Dialog title={t('checkNumbers.title')} onClose={onClose}>
      {checkId !== undefined ? (
        <Check tenantId={tenantId} checkId={checkId} onAgain={() => show(undefined)} />
      ) : (
        <form onSubmit={submit} noValidate className="space-y-4">
          <label className="block">
            <span className="mb-1.5 block text-sm font-medium">{t('checkNumbers.numbers')}</span>
            <span className={classes('field flex rounded-md border bg-surface', wrong === undefined ? 'border-line-strong' : 'border-bad')}>
              <textarea
                rows={8}
                value={text}
                readOnly={begin.isPending}
                aria-invalid={wrong !== undefined}
                placeholder={'11 90000-0001\n+351 912 345 678'}
                onChange={(event) => setText(event.target.value)}
                className="w-full resize-none bg-transparent px-3 py-2 text-ink tabular-nums"
              />
            </span>
            {wrong === undefined ? (
              <span className="mt-1.5 block text-sm text-soft">
                {numbers.length === 0 ? t('checkNumbers.hint') : t('checkNumbers.count', { count: numbers.length })}
              </span>
            ) : (
              <span role="alert" className="mt-1.5 block text-sm text-bad">
                {wrong}
              </span>
            )}
          </label>
          {begin.isError && <Notice tone="bad" title={t(`problem.${troubleOf(begin.error).code}`)} />}
          <FormActions submit={t('checkNumbers.submit')} isBusy={begin.isPending} onCancel={onClose} />
        </form>
      )}
    </Dialog>
  )
}

interface CheckProps {
  tenantId: string
  checkId: string
  onAgain: () => void
}

/** One that was begun now, or that somebody comes back to. */
function Check({ tenantId, checkId, onAgain }: CheckProps) {
  const { t } = useTranslation()
  const { data: check, error } = useQuery(numberCheck(tenantId, checkId))
  const trouble = error === null ? undefined : troubleOf(error).code
  // The server keeps none for ever.
  const isGone = check === undefined && trouble === 'not_found'
  useEffect(() => {
    if (isGone) onAgain()
  })
  if (check) return <Results check={check} isLost={trouble !== undefined} onAgain={onAgain} />
  if (trouble === undefined || isGone) return <Skeleton className="h-72 w-full" />
  return <Notice tone="bad" title={t(`problem.${trouble}`)} />
}

interface ResultsProps {
  check: NumberCheck
  isLost: boolean
  onAgain: () => void
}

function Results({ check, isLost, onAgain }: ResultsProps) {
  const { t } = useTranslation()
  const { numbers, waiting } = check
  const done = numbers.length - waiting
  const there = numbers.filter(({ state }) => state === 'exists')
  const table = () =>
    csv([
      [t('checkNumbers.typed'), t('checkNumbers.result'), t('checkNumbers.number')],
      ...numbers.map(({ typed, state, pn }) => [typed, t(`numberState.${state}`), pn?.split('@')[0] ?? '']),
    ])
  return (
    <div className="space-y-4">
      <div>
        <p role="status" className="mb-2 tabular-nums">
          {waiting === 0
            ? t('checkNumbers.doneText', { count: there.length, total: numbers.length })
            : t('checkNumbers.asking', { done, total: numbers.length })}
        </p>
        <ProgressBar label={t('checkNumbers.progress')} max={numbers.length} value={done} />
      </div>
      {isLost && <Notice tone="warn" title={t('checkNumbers.lost')} />}
      <div
        tabIndex={0}
        role="region"
        aria-label={t('checkNumbers.result')}
        className="max-h-72 overflow-y-auto rounded-md border border-line"
      >
        <table className="w-full text-left text-sm">
          <thead className="sticky top-0 bg-sunken">
            <tr>
              <th className="px-3 py-2 font-medium">{t('checkNumbers.typed')}</th>
              <th className="px-3 py-2 font-medium">{t('checkNumbers.result')}</th>
            </tr>
          </thead>
          <tbody className="divide-y divide-line tabular-nums">
            {numbers.map(({ typed, state, pn }, place) => (
              <tr key={place}>
                <td dir="auto" className="max-w-40 truncate px-3 py-1.5" title={typed}>
                  {typed}
                </td>
                <td className={classes('px-3 py-1.5', state === 'exists' ? 'text-ok' : state === 'waiting' ? 'text-soft' : 'text-ink')}>
                  {t(`numberState.${state}`)}
                  {state === 'exists' && pn !== null && <span className="block text-soft">{formatPhone(pn)}</span>}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <div className="flex flex-wrap justify-end gap-2">
        <Button kind="quiet" onClick={onAgain}>
          {t('checkNumbers.again')}
        </Button>
        <CopyButton value={there.map(({ typed, pn }) => formatPhone(pn ?? '') || typed).join('\n')} label={t('checkNumbers.copy')} />
        <Button data-first-focus onClick={() => saveFile(`${t('checkNumbers.fileName')}.csv`, table())}>
          {t('checkNumbers.save')}
        </Button>
      </div>
    </div>
  )
}

/** One number a line; a paste from a table also divides them by tabs, commas or semicolons. */
export function linesOf(text: string): string[] {
  return text
    .split(/[\n\r\t,;]+/)
    .map((line) => line.trim())
    .filter((line) => line !== '')
}
