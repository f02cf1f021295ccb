import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type SubmitEvent, useState } from 'react'

import { adminActions } from '../../api/admin'
import { troubleOf } from '../../api/problem'
import type { BegunTotp } from '../../api/types'
import { useTranslation } from '../../lib/translation'
import { CopyButton } from '../../ui/CopyButton'
import { Dialog } from '../../ui/Dialog'
import { FormActions } from '../../ui/FormActions'
import { Notice } from '../../ui/Notice'
import { QrPicture } from '../../ui/QrPicture'
import { enter } from '../entry'
import { CodeField } from './CodeField'
import { PasswordForm } from './PasswordForm'
import { RecoveryCodes } from './RecoveryCodes'

type Stage = { at: 'password' } | { at: 'app'; begun: BegunTotp } | { at: 'codes'; codes: string[] }

/** The password, then the app and its first code, then the codes to keep. */
export function SwitchOnDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const [stage, setStage] = useState<Stage>({ at: 'password' })
  const title = { password: 'twoSteps.onTitle', app: 'twoSteps.appTitle', codes: 'twoSteps.codesTitle' } as const
  // What is shown at the end is shown only once; the panel learns of it when it has been seen.
  const leave = () => {
    if (stage.at === 'codes') void enter(client)
    onClose()
  }
  return (
    <Dialog title={t(title[stage.at])} onClose={leave} isSticky={stage.at !== 'password'}>
      {stage.at === 'password' ? (
        <PasswordForm
          text={t('twoSteps.onText')}
          submit={t('firstRun.next')}
          ask={adminActions.beginTotp}
          onAnswer={(begun) => setStage({ at: 'app', begun })}
          onClose={onClose}
        />
      ) : stage.at === 'app' ? (
        <App begun={stage.begun} onConfirmed={(codes) => setStage({ at: 'codes', codes })} onClose={onClose} />
      ) : (
        <RecoveryCodes codes={stage.codes} onDone={leave} />
      )}
    </Dialog>
  )
}

interface AppProps {
  begun: BegunTotp
  onConfirmed: (codes: string[]) => void
  onClose: () => void
}

function App({ begun: { secret, address }, onConfirmed, onClose }: AppProps) {
  const { t } = useTranslation()
  const [code, setCode] = useState('')
  const confirm = useMutation({
    mutationFn: () => adminActions.confirmTotp(code),
    onSuccess: ({ recoveryCodes }) => onConfirmed(recoveryCodes),
    gcTime: 0,
  })
  const trouble = confirm.isError ? troubleOf(confirm.error) : undefined
  const wrong = trouble?.field('code') !== undefined ? t('twoSteps.wrongFirst') : undefined
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    if (code.trim() !== '' && !confirm.isPending) confirm.mutate()
  }
  return (
    <form onSubmit={submit} noValidate className="space-y-4">
      <p className="text-soft">{t('twoSteps.appText')}</p>
      <div className="flex items-center gap-4 max-sm:flex-col">
        <QrPicture text={address} label={t('twoSteps.qr')} mostPx={190} className="shrink-0 rounded-md ring-1 ring-line" />
        <div className="min-w-0">
          <p className="text-sm text-soft">{t('twoSteps.secretText')}</p>
          <div className="mt-1.5 flex items-start gap-1 rounded-md bg-sunken py-1 pr-1 pl-3">
            <output data-totp-secret={secret} className="grow py-1.5 font-mono text-sm select-all">
              {secret.match(/.{1,4}/g)?.join(' ')}
            </output>
            <CopyButton value={secret} label={t('twoSteps.copySecret')} look="icon" size="small" />
          </div>
        </div>
      </div>
      <CodeField
        label={t('twoSteps.firstCode')}
        inputMode="numeric"
        className="max-w-xs"
        value={code}
        onCode={(text) => {
          setCode(text)
          confirm.reset()
        }}
        error={wrong}
      />
      {trouble && wrong === undefined && <Notice tone="bad" title={t(`problem.${trouble.code}`)} />}
      <FormActions submit={t('twoSteps.on')} isBusy={confirm.isPending} onCancel={onClose} />
    </form>
  )
}
