import { useTranslation } from '../../lib/translation'
import { Button } from '../../ui/Button'
import { CopyButton } from '../../ui/CopyButton'

/** Codes that log in without the app. They are shown this once. */
export function RecoveryCodes({ codes, onDone }: { codes: string[]; onDone: () => void }) {
  const { t } = useTranslation()
  return (
    <div className="space-y-4">
      <p className="text-soft">{t('twoSteps.codesText')}</p>
      <ul className="grid grid-cols-2 gap-x-6 gap-y-1.5 rounded-md bg-sunken px-4 py-3 font-mono text-sm select-all max-[400px]:grid-cols-1">
        {codes.map((code) => (
          <li key={code} data-recovery-code>
            {code}
          </li>
        ))}
      </ul>
      <p className="text-sm text-warn">{t('twoSteps.codesOnce')}</p>
      <div className="flex justify-end gap-2">
        <CopyButton value={codes.join('\n')} label={t('twoSteps.copyCodes')} isFirstFocus />
        <Button kind="primary" onClick={onDone}>
          {t('twoSteps.kept')}
        </Button>
      </div>
    </div>
  )
}
