import i18next from 'i18next'

import type AdminPtBR from '../i18n/admin/pt-BR.json'
import type ApiKeysPtBR from '../i18n/api-keys/pt-BR.json'
import type ContactsPtBR from '../i18n/contacts/pt-BR.json'
import type ConversationPtBR from '../i18n/conversation/pt-BR.json'
import type DashboardPtBR from '../i18n/dashboard/pt-BR.json'
import type PanelPtBR from '../i18n/panel/pt-BR.json'
import type PasskeyPtBR from '../i18n/passkey/pt-BR.json'
import type PtBR from '../i18n/pt-BR.json'
import type SettingsPtBR from '../i18n/settings/pt-BR.json'
import type WebhooksPtBR from '../i18n/webhooks/pt-BR.json'
import { local } from './local'

export const languages = ['pt-BR', 'en', 'es'] as const
export type Language = (typeof languages)[number]
export const languageNames: Record<Language, string> = { 'pt-BR': 'Português', en: 'English', es: 'Español' }

const kept = 'portaria.language'

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation'
    resources: {
      translation: typeof PtBR &
        typeof AdminPtBR &
        typeof ApiKeysPtBR &
        typeof PanelPtBR &
        typeof ConversationPtBR &
        typeof ContactsPtBR &
        typeof DashboardPtBR &
        typeof SettingsPtBR &
        typeof WebhooksPtBR &
        typeof PasskeyPtBR
    }
  }
}

/** What a part of the pages says beside what all say, by language. */
export type OwnWords = (language: Language) => Promise<object>

const ownWords = new Set<OwnWords>()

/** The language somebody chose here; otherwise the browser's, where it is one of ours; otherwise Portuguese. */
export function pickLanguage(chosen: string | null, wanted: readonly string[]): Language {
  const known = languages.find((language) => language === chosen)
  if (known) return known
  for (const tag of wanted) {
    const match = languages.find((language) => language.slice(0, 2) === tag.slice(0, 2).toLowerCase())
    if (match) return match
  }
  return 'pt-BR'
}

/** Each is whole, so that nobody loads two. */
async function catalogue(language: Language): Promise<typeof PtBR> {
  switch (language) {
    case 'pt-BR':
      return (await import('../i18n/pt-BR.json')).default
    case 'en':
      return (await import('../i18n/en.json')).default
    case 'es':
      return (await import('../i18n/es.json')).default
  }
}

async function allWords(language: Language): Promise<object> {
  for (;;) {
    const parts = [...ownWords]
    const [ofAll, ...own] = await Promise.all([catalogue(language), ...parts.map((words) => words(language))])
    // A part may have come meanwhile.
    if (parts.length === ownWords.size) return Object.assign({}, ofAll, ...own) as object
  }
}

/** Starts in the reader's language, with what this panel says beside what all say. */
export async function startLanguage(own?: OwnWords): Promise<void> {
  if (own) ownWords.add(own)
  const language = pickLanguage(local.get(kept), navigator.languages)
  const resources = { [language]: { translation: await allWords(language) } }
  await i18next.init({
    lng: language,
    fallbackLng: false,
    resources,
    // React shows text as text: a second escaping would be seen.
    interpolation: { escapeValue: false },
  })
  document.documentElement.lang = language
}

/** Adds what a part says that is loaded later. */
export async function addWords(own: OwnWords): Promise<void> {
  ownWords.add(own)
  const language = currentLanguage()
  i18next.addResourceBundle(language, 'translation', await own(language), true, true)
}

let choices = 0

/** Of two choices the last one counts, whichever has its words first. */
export async function changeLanguage(language: Language): Promise<void> {
  const choice = ++choices
  const words = await allWords(language)
  if (choice !== choices) return
  i18next.addResourceBundle(language, 'translation', words, true, true)
  local.set(kept, language)
  document.documentElement.lang = language
  await i18next.changeLanguage(language)
}

/** Takes up a language that was chosen elsewhere, where this browser has none of its own. */
export async function followLanguage(language: Language): Promise<void> {
  if (local.get(kept) === null && language !== currentLanguage()) await changeLanguage(language)
}

export function currentLanguage(): Language {
  return pickLanguage(i18next.language, [])
}
