// What the pages say, in the reader's language.
import i18next, { type TFunction } from 'i18next'

import { createStore, useStore } from './store'

interface Said {
  t: TFunction
  i18n: { language: string }
}

const now = (): Said => ({ t: i18next.t, i18n: { language: i18next.language } })
const said = createStore(now())
i18next.on('languageChanged', (language: string) => said.set({ t: i18next.getFixedT(language), i18n: { language } }))

/**
 * Not react-i18next: its hook copies all of i18next, and listens to it, for each component that says something, which was
 * the most expensive part of a message on its way to the screen. All components say the same language.
 */
export function useTranslation(): Said {
  return useStore(said)
}
