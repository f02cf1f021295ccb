import { type SubmitEvent, useState } from 'react'

import type { Access } from '../../api/types'
import { useTranslation } from '../../lib/translation'
import { Check } from '../../ui/Check'
import { accessBody } from './drafts'
import { PasswordFirst } from './PasswordFirst'
import { SaveAccess } from './SaveAccess'
import { useSaveAccess } from './saving'

/** Whether the provider's own panel opens on other devices, too. */
export function PanelForm({ access }: { access: Access }) {
  const { t } = useTranslation()
  const [draft, setDraft] = useState<boolean>()
  const isRemote = draft ?? access.admin.isRemote
  const isSame = isRemote === access.admin.isRemote
  const saving = useSaveAccess(() => setDraft(undefined))
  const { trouble, waiting } = saving
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    if (!saving.isSaving && !isSame) saving.save(accessBody(access, { isAdminRemote: isRemote }))
  }
  return (
    <>
      <form onSubmit={submit} noValidate className="space-y-5">
        <Check
          label={t('access.openPanel')}
          text={t('access.openPanelText')}
          isOn={isRemote}
          isFixed={access.admin.isFixed}
          onChange={(isOn) => {
            setDraft(isOn)
            saving.reset()
          }}
        />
        {access.admin.isFixed ? (
          <p className="text-sm text-soft">{t('access.fixedPanel')}</p>
        ) : (
          <SaveAccess saving={saving} isSame={isSame} trouble={trouble && !waiting ? t(`problem.${trouble.code}`) : undefined} />
        )}
      </form>
      {waiting && <PasswordFirst onDone={() => saving.save(waiting)} />}
    </>
  )
}
