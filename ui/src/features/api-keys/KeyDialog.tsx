import { useMutation } from '@tanstack/react-query'
import { type SubmitEvent, useState } from 'react'

import type { KeyDraft } from '../../api/api-keys'
import { troubleOf } from '../../api/problem'
import type { KeyScope, NewKey } from '../../api/types'
import { useTranslation } from '../../lib/translation'
import { Button } from '../../ui/Button'
import { Check } from '../../ui/Check'
import { Dialog } from '../../ui/Dialog'
import { Field } from '../../ui/Field'
import { FormActions } from '../../ui/FormActions'
import { LinesField } from '../../ui/LinesField'
import { Notice } from '../../ui/Notice'
import { EndField } from './EndField'
import { ScopesField } from './ScopesField'
import { ShownKey } from './ShownKey'
import { type End, endOf, everyScope, type KeyKind, linesOf, type Preset, readScopes, refusedLines } from './terms'

interface Props {
  kind: KeyKind
  make: (key: KeyDraft) => Promise<NewKey>
  /** There is one more. */
  onMade: (apiKey: string) => void
  onClose: () => void
}

/** What a key is for, what it may do, until when and from where; then the key, this once. */
export function KeyDialog({ kind, make, onMade, onClose }: Props) {
  const { t, i18n } = useTranslation()
  const [label, setLabel] = useState('')
  const [preset, setPreset] = useState<Preset>('all')
  const [own, setOwn] = useState<readonly KeyScope[]>(readScopes[kind])
  const [seesSecrets, setSeesSecrets] = useState(false)
  const [end, setEnd] = useState<End>('never')
  const [date, setDate] = useState('')
  const [addresses, setAddresses] = useState('')
  const [isChecked, setChecked] = useState(false)
  const create = useMutation({
    mutationFn: make,
    onSuccess: ({ apiKey }) => onMade(apiKey),
    // Nothing keeps it longer than it is shown.
    gcTime: 0,
  })
  const trouble = create.isError ? troubleOf(create.error) : undefined
  const chosen = preset === 'all' ? everyScope[kind] : preset === 'read' ? readScopes[kind] : own
  const isUnnamed = label.trim() === ''
  const isEmpty = chosen.length === 0

  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    setChecked(true)
    const endsAtMs = endOf(end, date, Date.now())
    if (isUnnamed || isEmpty || endsAtMs === undefined || create.isPending) return
    create.mutate({
      label: label.trim(),
      scopes: seesSecrets ? [...chosen, 'secrets'] : [...chosen],
      expiresAt: endsAtMs === null ? null : new Date(endsAtMs).toISOString(),
      allowedAddresses: linesOf(addresses),
    })
  }
  if (create.data) {
    return (
      <Dialog title={t('apiKeys.new')} onClose={onClose} isSticky>
        <div className="space-y-5">
          <ShownKey apiKey={create.data.apiKey} />
          <div className="flex justify-end">
            <Button kind="primary" onClick={onClose}>
              {t('common.done')}
            </Button>
          </div>
        </div>
      </Dialog>
    )
  }
  const refused = refusedLines(addresses, trouble)
  const isTooMany = trouble?.field('allowedAddresses') !== undefined
  const said = ['label', 'expiresAt'].some((name) => trouble?.field(name) !== undefined) || isTooMany || refused.length > 0
  return (
    <Dialog title={t('apiKeys.new')} onClose={onClose}>
      <form onSubmit={submit} noValidate className="space-y-5">
        <Field
          label={t('apiKeys.label')}
          placeholder={t(`apiKeys.placeholder.${kind}`)}
          autoComplete="off"
          maxLength={60}
          value={label}
          onChange={(event) => setLabel(event.target.value)}
          error={isChecked && isUnnamed ? t('field.missing') : trouble?.field('label') !== undefined ? t('field.nameInvalid') : undefined}
        />
        <div className="space-y-4">
          <ScopesField
            kind={kind}
            preset={preset}
            own={own}
            error={isChecked && isEmpty ? t('apiKeys.scopesMissing') : undefined}
            onPreset={setPreset}
            onOwn={setOwn}
          />
          {kind === 'provider' && (
            <Check
              label={t(`apiKeys.secrets.${preset === 'read' ? 'read' : 'all'}`)}
              text={t('apiKeys.secretsText')}
              isOn={seesSecrets}
              onChange={setSeesSecrets}
            />
          )}
        </div>
        <EndField
          end={end}
          date={date}
          isMissing={isChecked || trouble?.field('expiresAt') !== undefined}
          onEnd={setEnd}
          onDate={setDate}
        />
        <LinesField
          label={t('apiKeys.addresses')}
          hint={t('apiKeys.addressesHint')}
          value={addresses}
          onChange={setAddresses}
          error={
            refused.length > 0
              ? t('apiKeys.addressesInvalid', {
                  count: refused.length,
                  lines: new Intl.ListFormat(i18n.language).format(refused.map(String)),
                })
              : isTooMany
                ? t('apiKeys.addressesTooMany')
                : undefined
          }
        />
        {trouble && !said && <Notice tone="bad" title={t(`problem.${trouble.code}`)} />}
        <FormActions submit={t('apiKeys.create')} isBusy={create.isPending} onCancel={onClose} />
      </form>
    </Dialog>
  )
}
