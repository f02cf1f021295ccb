import type { KeyScope } from '../../api/types'
import { useTranslation } from '../../lib/translation'
import { Check } from '../../ui/Check'
import { Options } from '../../ui/Options'
import { everyScope, type KeyKind, type Preset } from './terms'

interface Props {
  kind: KeyKind
  preset: Preset
  /** What is chosen one by one. */
  own: readonly KeyScope[]
  error: string | undefined
  onPreset: (preset: Preset) => void
  onOwn: (scopes: readonly KeyScope[]) => void
}

/** What a key may do: everything, to look, or each by itself. */
export function ScopesField({ kind, preset, own, error, onPreset, onOwn }: Props) {
  const { t } = useTranslation()
  const presets = kind === 'tenant' ? (['all', 'read', 'own'] as const) : (['all', 'read'] as const)
  return (
    <div>
      <Options
        label={t('apiKeys.may')}
        options={presets.map((value) => ({
          value,
          label: t(`apiKeys.preset.${value}`),
          text: value === 'own' ? undefined : t(`apiKeys.${kind}May.${value}`),
        }))}
        value={preset}
        onChange={onPreset}
      />
      {preset === 'own' && (
        <fieldset className="mt-3 space-y-3 rounded-md border border-line p-4">
          <legend className="sr-only">{t('apiKeys.may')}</legend>
          {everyScope.tenant.map((scope) => (
            <Check
              key={scope}
              label={t(`apiKeys.scope.${scope}`)}
              text={t(`apiKeys.scopeText.${scope}`)}
              isOn={own.includes(scope)}
              onChange={(isOn) => onOwn(isOn ? [...own, scope] : own.filter((one) => one !== scope))}
            />
          ))}
        </fieldset>
      )}
      {error !== undefined && (
        <p role="alert" className="mt-1.5 text-sm text-bad">
          {error}
        </p>
      )}
    </div>
  )
}
