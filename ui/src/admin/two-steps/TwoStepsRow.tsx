import { useState } from 'react'

import type { Me } from '../../api/types'
import { useTranslation } from '../../lib/translation'
import { Button } from '../../ui/Button'
import { ProveDialog } from './ProveDialog'
import { SwitchOnDialog } from './SwitchOnDialog'

/** So few recovery codes are soon none. */
const few = 3

/** Whether a code is asked for after the password, and what can be done about it. */
export function TwoStepsRow({ me: { passwordSet, totpOn, recoveryCodesLeft } }: { me: Me }) {
  const { t } = useTranslation()
  const [asked, setAsked] = useState<'on' | 'off' | 'codes'>()
  const close = () => setAsked(undefined)
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-3 gap-y-2">
      <div>
        <p role="status">{t(totpOn ? 'twoSteps.isOn' : 'twoSteps.isOff')}</p>
        {totpOn && (
          <p className={recoveryCodesLeft <= few ? 'text-sm text-warn' : 'text-sm text-soft'}>
            {t('twoSteps.codesLeft', { count: recoveryCodesLeft })}
          </p>
        )}
      </div>
      <div className="flex flex-wrap gap-2">
        {totpOn ? (
          <>
            <Button size="small" onClick={() => setAsked('codes')}>
              {t('twoSteps.newCodes')}
            </Button>
            <Button size="small" onClick={() => setAsked('off')}>
              {t('twoSteps.off')}
            </Button>
          </>
        ) : (
          <Button size="small" offBecause={passwordSet ? undefined : t('twoSteps.needsPassword')} onClick={() => setAsked('on')}>
            {t('twoSteps.on')}
          </Button>
        )}
      </div>
      {asked === 'on' && <SwitchOnDialog onClose={close} />}
      {asked === 'off' && <ProveDialog what="off" onClose={close} />}
      {asked === 'codes' && <ProveDialog what="newCodes" onClose={close} />}
    </div>
  )
}
