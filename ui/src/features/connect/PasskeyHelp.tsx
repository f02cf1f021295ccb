import { clockTime } from '../../lib/dates'
import { useTranslation } from '../../lib/translation'
import { CopyButton } from '../../ui/CopyButton'
import { NumberedSteps } from '../../ui/NumberedSteps'

/** What the provider needs to know to help: whose page it is and until when, without the link's secret. */
export function PasskeyHelp({ name, expiresAtMs }: { name: string; expiresAtMs: number | null }) {
  const { t, i18n } = useTranslation()
  const time = expiresAtMs === null ? t('common.notShown') : clockTime(expiresAtMs, i18n.language)
  const url = location.origin + location.pathname
  return (
    <>
      <NumberedSteps steps={[t('passkey.stepCopy'), t('passkey.stepTogether'), t('passkey.stepYours')]} className="mt-5 space-y-3" />
      <CopyButton value={t('passkey.helpText', { name, time, url })} label={t('passkey.copyHelp')} kind="primary" className="mt-5" />
    </>
  )
}
