import { changeDensity, densities, density } from '../../lib/density'
import { changeLanguage, currentLanguage, type Language, languageNames, languages } from '../../lib/language'
import { useStore } from '../../lib/store'
import { changeTheme, theme, themes } from '../../lib/theme'
import { useTranslation } from '../../lib/translation'
import { Choice } from '../../ui/Choice'

interface LanguageProps {
  className?: string
  /** Where it is to be known elsewhere, too. */
  onChosen?: (language: Language) => void
}

export function LanguageChoice({ className, onChosen }: LanguageProps) {
  const { t } = useTranslation()
  return (
    <Choice
      label={t('preferences.language')}
      options={languages.map((value) => ({ value, label: languageNames[value] }))}
      value={currentLanguage()}
      onChange={(language) => {
        void changeLanguage(language)
        onChosen?.(language)
      }}
      className={className}
    />
  )
}

export function ThemeChoice({ className }: { className?: string }) {
  const { t } = useTranslation()
  return (
    <Choice
      label={t('preferences.theme')}
      options={themes.map((value) => ({ value, label: t(`preferences.${value}`) }))}
      value={useStore(theme)}
      onChange={changeTheme}
      className={className}
    />
  )
}

/** How close the rows of lists and messages stand. */
function DensityChoice({ className }: { className?: string }) {
  const { t } = useTranslation()
  return (
    <Choice
      label={t('preferences.density')}
      options={densities.map((value) => ({ value, label: t(`preferences.${value}`) }))}
      value={useStore(density)}
      onChange={changeDensity}
      className={className}
    />
  )
}

interface PreferencesProps {
  onLanguage?: (language: Language) => void
  /** There are lists and conversations that follow it. */
  hasDensity?: boolean
}

/** Language and appearance, kept in this browser. */
export function Preferences({ onLanguage, hasDensity = false }: PreferencesProps) {
  const { t } = useTranslation()
  return (
    <div className="grid gap-5 sm:grid-cols-2">
      <div>
        <p className="mb-1.5 text-sm font-medium">{t('preferences.language')}</p>
        <LanguageChoice className="w-full" {...(onLanguage && { onChosen: onLanguage })} />
      </div>
      <div>
        <p className="mb-1.5 text-sm font-medium">{t('preferences.theme')}</p>
        <ThemeChoice className="w-full" />
      </div>
      {hasDensity && (
        <div className="sm:col-span-2">
          <p className="mb-1.5 text-sm font-medium">{t('preferences.density')}</p>
          <DensityChoice className="w-full" />
          <p className="mt-1.5 text-sm text-soft">{t('preferences.densityText')}</p>
        </div>
      )}
    </div>
  )
}
