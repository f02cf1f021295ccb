import { useState } from 'react'

import { useStore } from '../../../lib/store'
import { useTranslation } from '../../../lib/translation'
import { Button } from '../../../ui/Button'
import { Check } from '../../../ui/Check'
import { Notice } from '../../../ui/Notice'
import { Options } from '../../../ui/Options'
import { chime } from './chime'
import { choices, choose } from './choices'
import { askPermission, permission, show, shownBy } from './permission'
import { PushSettings } from './PushSettings'

/** How this device tells of what arrives: by a sound, by the browser's notices, and how much they say. */
export function NotifySettings({ tenantId }: { tenantId: string }) {
  const { t } = useTranslation()
  const { hasSound, hasNotices, showsText } = useStore(choices)
  const allowed = useStore(permission)
  const isPushed = useStore(shownBy) !== undefined
  const [isUnheard, setUnheard] = useState(false)
  const sample = () => show(t('notices.sampleTitle'), { body: t('notices.sampleText'), tag: 'sample', silent: true })
  const turnOn = async (isOn: boolean) => {
    choose({ hasNotices: isOn, isDeclined: false })
    // What was asked for is seen at once; a browser that shows none shows so now and not with the first customer.
    if (isOn && allowed === 'ask' && (await askPermission()) === 'granted') sample()
  }
  const listen = async () => setUnheard(!(await chime()))
  return (
    <div className="space-y-4">
      <div className="flex flex-wrap items-start justify-between gap-3">
        <div className="min-w-0 grow basis-60">
          <Check
            label={t('notifying.sound')}
            text={t('notifying.soundText')}
            isOn={hasSound}
            onChange={(isOn) => choose({ hasSound: isOn })}
          />
        </div>
        <Button size="small" onClick={() => void listen()}>
          {t('notifying.listen')}
        </Button>
      </div>
      {isUnheard && <Notice tone="warn" title={t('notifying.unheard')} />}
      <Check
        label={t('notifying.browser')}
        text={t('notifying.browserText')}
        isOn={hasNotices && allowed === 'granted'}
        isFixed={allowed === 'denied' || allowed === 'none'}
        onChange={(isOn) => void turnOn(isOn)}
      />
      {allowed === 'denied' && <Notice tone="warn" title={t('notifying.denied')} text={t('notifying.deniedText')} />}
      {allowed === 'none' && <Notice tone="rest" title={t('notifying.none')} text={t('notifying.noneText')} />}
      <PushSettings tenantId={tenantId} />
      {(hasNotices || isPushed) && allowed === 'granted' && (
        <Options
          label={t('notifying.says')}
          options={[
            { value: 'text', label: t('notifying.nameAndText') },
            { value: 'name', label: t('notifying.nameOnly'), text: t('notifying.nameOnlyText') },
          ]}
          value={showsText ? 'text' : 'name'}
          onChange={(value) => choose({ showsText: value === 'text' })}
        />
      )}
      <p className="text-sm text-soft">{t('notifying.device')}</p>
    </div>
  )
}
