import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'

import { adminActions, adminKeys } from '../../api/admin'
import { useTranslation } from '../../lib/translation'
import { Dialog } from '../../ui/Dialog'
import { PasswordForm } from './PasswordForm'
import { RecoveryCodes } from './RecoveryCodes'

interface Props {
  what: 'off' | 'newCodes'
  onClose: () => void
}

/** Login in two steps is switched off, or gets new recovery codes, by who knows the password. */
export function ProveDialog({ what, onClose }: Props) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const [codes, setCodes] = useState<string[]>()
  const change = async (password: string) => {
    if (what === 'off') await adminActions.endTotp(password)
    else setCodes((await adminActions.renewRecoveryCodes(password)).recoveryCodes)
  }
  const done = async () => {
    await client.invalidateQueries({ queryKey: adminKeys.me })
    if (what === 'off') onClose()
  }
  return (
    <Dialog title={t(codes ? 'twoSteps.codesTitle' : `twoSteps.${what}Title`)} onClose={onClose} isSticky={codes !== undefined}>
      {codes ? (
        <RecoveryCodes codes={codes} onDone={onClose} />
      ) : (
        <PasswordForm text={t(`twoSteps.${what}Text`)} submit={t(`twoSteps.${what}`)} ask={change} onAnswer={done} onClose={onClose} />
      )}
    </Dialog>
  )
}
