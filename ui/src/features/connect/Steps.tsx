import { useState } from 'react'
import { useTranslation } from 'react-i18next'

import { Choice } from '../../ui/Choice'

type PhoneKind = 'android' | 'iphone'

/** Four steps in the words that the phone itself shows. */
export function Steps({ way }: { way: 'qr' | 'code' }) {
  const { t } = useTranslation()
  const [kind, setKind] = useState<PhoneKind>(() => (/iPhone|iPad|Mac OS/.test(navigator.userAgent) ? 'iphone' : 'android'))
  const steps = [
    t('connect.stepOpen'),
    kind === 'android' ? t('connect.stepMenuAndroid') : t('connect.stepMenuIphone'),
    ...(way === 'qr'
      ? [t('connect.stepLinkDevice'), t('connect.stepScan')]
      : [`${t('connect.stepLinkDevice')} → ${t('connect.stepByNumber')}`, t('connect.stepType')]),
  ]
  return (
    <div>
      <Choice
        label={t('connect.phoneKind')}
        value={kind}
        onChange={setKind}
        options={[
          { value: 'android', label: 'Android' },
          { value: 'iphone', label: 'iPhone' },
        ]}
      />
      <ol className="mt-5 space-y-4">
        {steps.map((step, index) => (
          <li key={step} className="flex gap-3 text-lg">
            <span
              aria-hidden
              className="flex size-7 shrink-0 items-center justify-center rounded-full bg-accent-tint text-base font-semibold text-accent"
            >
              {index + 1}
            </span>
            <span className="pt-0.5">{step}</span>
          </li>
        ))}
      </ol>
    </div>
  )
}
