import { LocateFixed } from 'lucide-react'
import { type SubmitEvent, useState } from 'react'

import type { OwnDraft } from '../../../../api/tenant'
import { useTranslation } from '../../../../lib/translation'
import { Button } from '../../../../ui/Button'
import { Dialog } from '../../../../ui/Dialog'
import { Field } from '../../../../ui/Field'
import { FormActions } from '../../../../ui/FormActions'
import { coordinatesIn } from './coordinates'
import { mayAskPosition, position, type PositionTrouble } from './position'

interface Props {
  onSend: (draft: OwnDraft) => void
  onClose: () => void
}

/** So exact is a metre. */
const decimals = 5

/** A place by its coordinates, by a map's link, or where this device is. */
export function PlaceDialog({ onSend, onClose }: Props) {
  const { t } = useTranslation()
  const [where, setWhere] = useState('')
  const [name, setName] = useState('')
  const [address, setAddress] = useState('')
  const [isChecked, setChecked] = useState(false)
  const [asked, setAsked] = useState<'asking' | PositionTrouble>()
  const found = coordinatesIn(where)
  const wrong = isChecked && 'wrong' in found ? found.wrong : undefined
  const ask = async () => {
    setAsked('asking')
    const answer = await position()
    if (typeof answer === 'string') return setAsked(answer)
    setAsked(undefined)
    setWhere(`${answer.latitude.toFixed(decimals)}, ${answer.longitude.toFixed(decimals)}`)
  }
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    setChecked(true)
    if ('wrong' in found) return
    onSend({ kind: 'place', ...found, ...(name.trim() && { name: name.trim() }), ...(address.trim() && { address: address.trim() }) })
  }
  return (
    <Dialog title={t('place.title')} onClose={onClose}>
      <form onSubmit={submit} noValidate className="space-y-4">
        <div>
          <Field
            label={t('place.where')}
            hint={t('place.whereHint')}
            autoComplete="off"
            value={where}
            onChange={(event) => setWhere(event.target.value)}
            error={wrong === undefined ? undefined : wrong === 'missing' ? t('field.missing') : t(`place.${wrong}`)}
          />
          {mayAskPosition() && (
            <Button className="mt-2" icon={<LocateFixed size={16} aria-hidden />} isBusy={asked === 'asking'} onClick={() => void ask()}>
              {t('place.mine')}
            </Button>
          )}
          {(asked === 'denied' || asked === 'unknown') && (
            <p role="alert" className="mt-1.5 text-sm text-bad">
              {t(`place.${asked}`)}
            </p>
          )}
        </div>
        <Field label={t('place.name')} dir="auto" value={name} maxLength={255} onChange={(event) => setName(event.target.value)} />
        <Field label={t('place.address')} dir="auto" value={address} maxLength={255} onChange={(event) => setAddress(event.target.value)} />
        <FormActions submit={t('conversation.send')} isBusy={false} onCancel={onClose} />
      </form>
    </Dialog>
  )
}
