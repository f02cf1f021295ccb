import { type SubmitEvent, useState } from 'react'

import { changeLanguage, currentLanguage, languageNames, languages } from '../../lib/language'
import { useTranslation } from '../../lib/translation'
import { Button } from '../../ui/Button'
import { Options } from '../../ui/Options'
import { type StepProps, StepFoot } from './StepFoot'

/** In which language? The page speaks it as soon as it is chosen. */
export function LanguageStep({ place, say, isBusy }: StepProps) {
  const { t } = useTranslation()
  // Its words may still be on their way.
  const [language, setLanguage] = useState(currentLanguage)
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    if (!isBusy) say({ language, firstRun: place.next })
  }
  return (
    <form onSubmit={submit}>
      <Options
        label={t('preferences.language')}
        isLabelHidden
        value={language}
        onChange={(chosen) => {
          setLanguage(chosen)
          void changeLanguage(chosen)
        }}
        options={languages.map((value) => ({ value, label: languageNames[value] }))}
      />
      <StepFoot place={place} say={say} isBusy={isBusy}>
        <Button type="submit" kind="primary" isBusy={isBusy}>
          {t('firstRun.next')}
        </Button>
      </StepFoot>
    </form>
  )
}
