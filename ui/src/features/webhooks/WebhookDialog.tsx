import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type SubmitEvent, useEffect, useRef, useState } from 'react'

import { type Trouble, troubleOf } from '../../api/problem'
import type { Webhook, WebhookWithSecret } from '../../api/types'
import { putWebhook, webhookActions } from '../../api/webhooks'
import { useTranslation } from '../../lib/translation'
import { Button } from '../../ui/Button'
import { Dialog } from '../../ui/Dialog'
import { Field } from '../../ui/Field'
import { focusFirstWrong } from '../../ui/focus-wrong'
import { FormActions } from '../../ui/FormActions'
import { Notice } from '../../ui/Notice'
import { EventsField } from './EventsField'
import { FilesField } from './FilesField'
import { emptyRow, type HeaderRow, HeadersField } from './HeadersField'
import { ShownSecret } from './ShownSecret'
import { isReadable } from './webhook-words'

interface Props {
  tenantId: string
  /** The one to change; without it a new one is made. */
  webhook: Webhook | undefined
  onClose: () => void
}

/** Where a webhook sends, what, and with which headers; then the secret of a new one, this once. */
export function WebhookDialog({ tenantId, webhook, onClose }: Props) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const [url, setUrl] = useState(webhook?.url ?? '')
  const [isAll, setAll] = useState(webhook === undefined || webhook.events.length === 0)
  const [names, setNames] = useState<readonly string[]>(webhook?.events ?? [])
  // What headers say is shown to nobody, so they are kept as they are or all written anew.
  const [rows, setRows] = useState<readonly HeaderRow[] | undefined>(webhook && webhook.headerNames.length > 0 ? undefined : [])
  const [inlineMediaBytes, setInlineMediaBytes] = useState(webhook?.inlineMediaBytes ?? 0)
  const [isChecked, setChecked] = useState(false)
  const form = useRef<HTMLFormElement>(null)
  const save = useMutation({
    mutationFn: async (): Promise<WebhookWithSecret | undefined> => {
      const body = {
        url: url.trim(),
        events: isAll ? [] : [...names],
        inlineMediaBytes,
        ...(rows && { headers: filled(rows).map(({ name, value }) => ({ name, value })) }),
      }
      if (!webhook) {
        const made = await webhookActions.make(tenantId, body)
        putWebhook(client, tenantId, made.webhook)
        return made
      }
      putWebhook(client, tenantId, await webhookActions.change(tenantId, webhook.id, body))
      return undefined
    },
    onSuccess: (made) => {
      if (!made) onClose()
    },
    // Nothing keeps the secret longer than it is shown.
    gcTime: 0,
  })
  // Once what was refused is marked: the mutation knows of it before the page shows it.
  const { isError, submittedAt } = save
  useEffect(() => {
    if (isError && form.current) focusFirstWrong(form.current)
  }, [isError, submittedAt])
  const change =
    <T,>(set: (value: T) => void) =>
    (value: T) => {
      set(value)
      save.reset()
    }
  const trouble = save.isError ? troubleOf(save.error) : undefined
  const isMissing = url.trim() === ''
  const isNothing = !isAll && names.length === 0
  const lacksValue = rows?.some(isWithoutValue) === true
  const urlError = isChecked && isMissing ? t('field.missing') : urlTrouble(trouble)
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault()
    setChecked(true)
    if (isMissing || isNothing || lacksValue) return focusFirstWrong(event.currentTarget)
    if (!save.isPending) save.mutate()
  }
  function urlTrouble(of: Trouble | undefined): string | undefined {
    const code = of?.field('url')
    return code === undefined ? undefined : t(code === 'too_long' ? 'webhookForm.urlTooLong' : 'webhookForm.urlInvalid')
  }
  const errorOf = (index: number) => {
    const row = rows?.[index]
    const place = row ? filled(rows).indexOf(row) : -1
    const [name, value] = [trouble?.field(`headers[${place}].name`), trouble?.field(`headers[${place}].value`)]
    return {
      name: name === undefined ? undefined : t(name === 'taken' ? 'webhookForm.headerTwice' : 'webhookForm.headerNameInvalid'),
      value:
        isChecked && row && isWithoutValue(row)
          ? t('field.missing')
          : value === undefined
            ? undefined
            : t('webhookForm.headerValueInvalid'),
    }
  }
  if (save.data) {
    return (
      <Dialog title={t('webhookForm.made')} onClose={onClose} isSticky>
        <ShownSecret secret={save.data.secret} />
        <div className="mt-6 flex justify-end">
          <Button kind="primary" onClick={onClose}>
            {t('common.done')}
          </Button>
        </div>
      </Dialog>
    )
  }
  const isElsewhere = trouble !== undefined && (trouble.code !== 'validation_failed' || trouble.field('headers') !== undefined)
  return (
    <Dialog title={t(webhook ? 'webhooks.change' : 'webhooks.new')} onClose={onClose} isWide>
      <form ref={form} onSubmit={submit} noValidate className="space-y-5">
        <div>
          <Field
            label={t('webhookForm.url')}
            type="url"
            inputMode="url"
            autoComplete="off"
            spellCheck={false}
            placeholder="https://"
            hint={t('webhookForm.urlHint')}
            value={url}
            error={urlError}
            onChange={(event) => change(setUrl)(event.target.value)}
          />
          {isReadable(url) && <Notice tone="warn" className="mt-2" title={t('webhookForm.http')} text={t('webhookForm.httpText')} />}
        </div>
        <EventsField
          isAll={isAll}
          names={names}
          error={
            isChecked && isNothing
              ? t('webhookForm.nothing')
              : trouble?.field('events') === undefined
                ? undefined
                : t('webhookForm.eventsInvalid')
          }
          onAll={change(setAll)}
          onNames={change(setNames)}
        />
        <FilesField bytes={inlineMediaBytes} onBytes={change(setInlineMediaBytes)} />
        {rows ? (
          <HeadersField rows={rows} onRows={change(setRows)} errorOf={errorOf} />
        ) : (
          <div>
            <p className="mb-1.5 text-sm font-medium">{t('webhookForm.headers')}</p>
            <p className="text-soft">
              {t('webhookForm.headersKept')} <span className="font-mono text-sm break-all text-ink">{webhook?.headerNames.join(', ')}</span>
            </p>
            <Button size="small" className="mt-2" onClick={() => setRows(webhook?.headerNames.map((name) => ({ ...emptyRow(), name })))}>
              {t('webhookForm.headersAnew')}
            </Button>
          </div>
        )}
        {isElsewhere && (
          <Notice tone="bad" title={t(trouble.code === 'validation_failed' ? 'webhookForm.headersFull' : `problem.${trouble.code}`)} />
        )}
        <FormActions submit={t(webhook ? 'common.save' : 'webhookForm.submit')} isBusy={save.isPending} onCancel={onClose} />
      </form>
    </Dialog>
  )
}

/** Its name stands there for a value that is shown to nobody: without one, the header would be set to nothing. */
const isWithoutValue = ({ name, value }: HeaderRow) => name.trim() !== '' && value === ''

/** Without those that nothing was written into. */
const filled = (rows: readonly HeaderRow[]) => rows.filter(({ name, value }) => name.trim() !== '' || value !== '')
