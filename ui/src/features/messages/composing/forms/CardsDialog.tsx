import { type SubmitEvent, useState } from 'react'

import type { OwnDraft } from '../../../../api/tenant'
import type { Contact } from '../../../../api/types'
import { useTranslation } from '../../../../lib/translation'
import { Dialog } from '../../../../ui/Dialog'
import { FormActions } from '../../../../ui/FormActions'
import { PeoplePicker } from '../../choosing/PeoplePicker'
import { cardOf } from './vcard'

interface Props {
  tenantId: string
  onSend: (draft: OwnDraft) => void
  onClose: () => void
}

/** So many cards go in one message here. */
const mostCards = 20

/** Whose cards are sent. */
export function CardsDialog({ tenantId, onSend, onClose }: Props) {
  const { t } = useTranslation()
  const [chosen, setChosen] = useState<Contact[]>([])
  const [isChecked, setChecked] = useState(false)
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    setChecked(true)
    const cards = chosen.flatMap(({ name, pn }) => (pn === null ? [] : [cardOf({ name, pn })]))
    if (cards.length > 0) onSend({ kind: 'contacts', cards })
  }
  return (
    <Dialog title={t('cards.title')} onClose={onClose}>
      <form onSubmit={submit} noValidate className="space-y-3">
        <PeoplePicker
          tenantId={tenantId}
          chosen={chosen}
          onChosen={setChosen}
          most={mostCards}
          offBecause={({ pn }) => (pn === null ? t('cards.noNumber') : undefined)}
        />
        {isChecked && chosen.length === 0 && (
          <p role="alert" className="text-sm text-bad">
            {t('picker.none')}
          </p>
        )}
        <FormActions submit={t('conversation.send')} isBusy={false} onCancel={onClose} />
      </form>
    </Dialog>
  )
}
