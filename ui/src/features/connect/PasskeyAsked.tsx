import { Download } from 'lucide-react'
import { type ReactNode, useState } from 'react'

import { useTranslation } from '../../lib/translation'
import { Button } from '../../ui/Button'
import { Choice } from '../../ui/Choice'
import { Notice } from '../../ui/Notice'
import { NumberedSteps } from '../../ui/NumberedSteps'
import type { useExtension } from './passkey-extension'
import { PasskeyHead } from './PasskeyHead'
import { PasskeyHelp } from './PasskeyHelp'

/** Where the build puts the extension. */
const packed = '/passkey-extension.zip'

type Way = 'here' | 'phone' | 'help'

interface Props {
  /** The tenant's name. */
  name: string
  expiresAtMs: number | null
  extension: ReturnType<typeof useExtension>
  /** Why the last answer did not reach WhatsApp, or was not taken. */
  trouble: ReactNode
}

/** On a computer: three ways to use the passkey, in steps. */
export function PasskeyAsked({ name, expiresAtMs, extension, trouble }: Props) {
  const { t } = useTranslation()
  const [way, setWay] = useState<Way>('here')
  const get = extension.isKnown ? [] : [t('passkey.stepGet'), t('passkey.stepLoad')]
  const steps: Record<Exclude<Way, 'help'>, string[]> = {
    here: [...get, t('passkey.stepPress'), t('passkey.stepSign')],
    phone: [...get, t('passkey.stepBluetooth'), t('passkey.stepPress'), t('passkey.stepChoosePhone'), t('passkey.stepScan')],
  }
  return (
    <div className="grid w-full animate-arrive items-start gap-8 md:grid-cols-[minmax(0,19rem)_minmax(0,1fr)] md:gap-12">
      <PasskeyHead title={t('passkey.title')} text={t('passkey.why')} expiresAtMs={expiresAtMs} />
      <div className="md:min-h-[28rem]">
        {trouble}
        {!isChromium && <Notice tone="warn" className="mb-5" title={t('passkey.otherBrowserTitle')} text={t('passkey.otherBrowserText')} />}
        {extension.isGiven && <Notice tone="busy" className="mb-5" title={t('passkey.openedTitle')} text={t('passkey.openedText')} />}
        <Choice
          label={t('passkey.way')}
          value={way}
          onChange={setWay}
          className="max-w-full flex-wrap"
          options={[
            { value: 'here', label: t('passkey.here') },
            { value: 'phone', label: t('passkey.phone') },
            { value: 'help', label: t('passkey.help') },
          ]}
        />
        {way === 'help' ? (
          <PasskeyHelp name={name} expiresAtMs={expiresAtMs} />
        ) : (
          <>
            <NumberedSteps steps={steps[way]} className="mt-5 space-y-3" />
            {extension.isKnown ? (
              <Button kind="quiet" className="mt-5 -ml-3.5 text-accent!" onClick={extension.forget}>
                {t('passkey.gone')}
              </Button>
            ) : (
              <a
                href={packed}
                download
                className="mt-5 inline-flex h-11 items-center gap-2 rounded-md bg-accent px-4 font-medium text-on-accent hover:bg-accent-strong"
              >
                <Download size={18} aria-hidden />
                {t('passkey.get')}
              </a>
            )}
          </>
        )}
      </div>
    </div>
  )
}

/** Chrome, Edge and their kin, in which the extension runs. */
const isChromium = /Chrom(e|ium)\//.test(navigator.userAgent)
