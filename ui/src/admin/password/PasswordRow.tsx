import { useState } from 'react'

import { useTranslation } from '../../lib/translation'
import { Button } from '../../ui/Button'
import { Dialog } from '../../ui/Dialog'
import { PasswordForm } from './PasswordForm'

/** Whether the panel has a password, and a way to another one. */
export function PasswordRow({ isSet }: { isSet: boolean }) {
  const { t } = useTranslation()
  const [isAsked, setAsked] = useState(false)
  const [isDone, setDone] = useState(false)
  const verb = t(isSet ? 'password.change' : 'password.set')
  return (
    <div className="flex flex-wrap items-center justify-between gap-3">
      <span role="status">{isDone ? t('password.done') : t(isSet ? 'settings.passwordSet' : 'settings.passwordMissing')}</span>
      <Button
        size="small"
        onClick={() => {
          setDone(false)
          setAsked(true)
        }}
      >
        {verb}
      </Button>
      {isAsked && <Asked isSet={isSet} onClose={() => setAsked(false)} onDone={() => setDone(true)} />}
    </div>
  )
}

/** What it is about stays what it was when it was opened. */
function Asked({ isSet: isSetNow, onClose, onDone }: { isSet: boolean; onClose: () => void; onDone: () => void }) {
  const { t } = useTranslation()
  const [isSet] = useState(isSetNow)
  const verb = t(isSet ? 'password.change' : 'password.set')
  return (
    <Dialog title={verb} onClose={onClose}>
      <p className="mb-4 text-soft">{t('password.text')}</p>
      <PasswordForm
        isSet={isSet}
        submit={verb}
        onCancel={onClose}
        onDone={() => {
          onDone()
          onClose()
        }}
      />
    </Dialog>
  )
}
