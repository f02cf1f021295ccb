import { useTranslation } from 'react-i18next'

import { changeLanguage, currentLanguage, languageNames, languages } from '../../lib/language'
import { useStore } from '../../lib/store'
import { changeTheme, theme, themes } from '../../lib/theme'
import { Choice } from '../../ui/Choice'

export function LanguageChoice({ className }: { className?: string }) {
  const { t } = useTranslation()
  return (
    <Choice
      label={t('preferences.language')}
      options={languages.map((value) => ({ value, label: languageNames[value] }))}
      value={currentLanguage()}
      onChange={(language) => void changeLanguage(language)}
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

/** Language and appearance, kept in this browser. */
export function Preferences() {
  const { t } = useTranslation()
  return (
    <div className="grid gap-5 sm:grid-cols-2">
      <div>
        <p className="mb-1.5 text-sm font-medium">{t('preferences.language')}</p>
        <LanguageChoice className="w-full" />
      </div>
      <div>
        <p className="mb-1.5 text-sm font-medium">{t('preferences.theme')}</p>
        <ThemeChoice className="w-full" />
      </div>
    </div>
  )
}
