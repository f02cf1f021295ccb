import { useState } from 'react'

import { useTranslation } from '../../lib/translation'
import { Choice } from '../../ui/Choice'
import { NumberedSteps } from '../../ui/NumberedSteps'

type PhoneKind = 'android' | 'iphone'

/** Steps in the words that the phone itself shows. */
export function Steps({ way }: { way: 'qr' | 'code' }) {
  const { t } = useTranslation()
  const [kind, setKind] = useState<PhoneKind>(() => (/iPhone|iPad|Mac OS/.test(navigator.userAgent) ? 'iphone' : 'android'))
  const steps = [
    t('connect.stepOpen'),
    kind === 'android' ? t('connect.stepMenuAndroid') : t('connect.stepMenuIphone'),
    ...(way === 'qr'
      ? [t('connect.stepLinkDevice'), t('connect.stepScan')]
      : [t('connect.stepLinkDevice'), t('connect.stepByNumber'), t('connect.stepType')]),
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
      <NumberedSteps steps={steps} className="mt-5 space-y-4" />
    </div>
  )
}
