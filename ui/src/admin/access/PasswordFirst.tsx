import { useTranslation } from '../../lib/translation'
import { Notice } from '../../ui/Notice'
import { PasswordForm } from '../password/PasswordForm'

/** Asks for the panel's first password where something is to be opened; then goes on with what was chosen. */
export function PasswordFirst({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation()
  return (
    <div className="mt-4 space-y-4 rounded-md border border-line-strong p-4">
      <Notice tone="warn" title={t('access.passwordFirst')} text={t('access.passwordFirstText')} />
      <PasswordForm isSet={false} submit={t('access.passwordAndOpen')} onDone={onDone} />
    </div>
  )
}
