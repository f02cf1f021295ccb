import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'

import { settings as settingsQuery } from '../api/admin'
import { followLanguage } from '../lib/language'
import { FirstRunPage } from './first-run/FirstRunPage'
import { placeOf } from './first-run/steps'
import { Shell } from './Shell'

/** The panel; before it, for who opens Portaria for the first time, what has to be asked. */
export function Panel() {
  const { data: settings } = useQuery(settingsQuery)
  const language = settings?.isLanguageChosen ? settings.language : undefined
  useEffect(() => {
    if (language !== undefined) void followLanguage(language)
  }, [language])
  const place = settings && placeOf(settings)
  return place ? <FirstRunPage place={place} settings={settings} /> : <Shell />
}
