import { Send } from 'lucide-react'
import type { ReactNode } from 'react'

import { useTranslation } from '../../lib/translation'
import { Button } from '../../ui/Button'
import { CopyButton } from '../../ui/CopyButton'
import { NumberedSteps } from '../../ui/NumberedSteps'
import { PasskeyHead } from './PasskeyHead'

interface Props {
  /** The tenant's name. */
  name: string
  /** The tenant's link with its secret, where this page still knows it. */
  wholeLink: string | null
  expiresAtMs: number | null
  /** Why the last answer did not reach WhatsApp, or was not taken. */
  trouble: ReactNode
}

/** On a phone: no browser there runs the extension, so the link goes over to a computer. */
export function PasskeyOnPhone({ name, wholeLink, expiresAtMs, trouble }: Props) {
  const { t } = useTranslation()
  const steps = [
    t(wholeLink === null ? 'passkey.onPhoneMessage' : 'passkey.onPhoneOpen'),
    t('passkey.onPhoneFollow'),
    t('passkey.onPhoneKeep'),
  ]
  return (
    <div className="w-full max-w-md animate-arrive">
      <PasskeyHead title={t('passkey.onPhoneTitle')} text={t('passkey.onPhoneText')} expiresAtMs={expiresAtMs} />
      {trouble}
      <NumberedSteps steps={steps} className="mt-5 space-y-3" />
      {wholeLink !== null && (
        <>
          <div className="mt-5 flex flex-wrap gap-2">
            {typeof navigator.share === 'function' && (
              <Button
                kind="primary"
                icon={<Send size={16} aria-hidden />}
                onClick={() => void navigator.share({ text: `${name}: ${t('passkey.shareText')}`, url: wholeLink }).catch(() => undefined)}
              >
                {t('passkey.share')}
              </Button>
            )}
            <CopyButton value={wholeLink} label={t('passkey.copyLink')} />
          </div>
          <p className="mt-3 text-sm text-soft">{t('passkey.linkIsYours')}</p>
        </>
      )}
    </div>
  )
}
