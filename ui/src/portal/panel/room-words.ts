// What each room of the panel says beside what the list of chats says: it comes with the room.
import type { Language, OwnWords } from '../../lib/language'

const of =
  (words: Record<Language, () => Promise<{ default: object }>>): OwnWords =>
  async (language) =>
    (await words[language]()).default

/** What a conversation and its dialogs say; other rooms say some of it, too. */
export const conversationWords = of({
  'pt-BR': () => import('../../i18n/conversation/pt-BR.json'),
  en: () => import('../../i18n/conversation/en.json'),
  es: () => import('../../i18n/conversation/es.json'),
})

export const contactsWords = of({
  'pt-BR': () => import('../../i18n/contacts/pt-BR.json'),
  en: () => import('../../i18n/contacts/en.json'),
  es: () => import('../../i18n/contacts/es.json'),
})

export const dashboardWords = of({
  'pt-BR': () => import('../../i18n/dashboard/pt-BR.json'),
  en: () => import('../../i18n/dashboard/en.json'),
  es: () => import('../../i18n/dashboard/es.json'),
})

/** What the settings and the pages below them say. */
export const settingsWords = of({
  'pt-BR': () => import('../../i18n/settings/pt-BR.json'),
  en: () => import('../../i18n/settings/en.json'),
  es: () => import('../../i18n/settings/es.json'),
})

/** What is said of keys of programs; the provider's panel says it, too. */
export const apiKeysWords = of({
  'pt-BR': () => import('../../i18n/api-keys/pt-BR.json'),
  en: () => import('../../i18n/api-keys/en.json'),
  es: () => import('../../i18n/api-keys/es.json'),
})

export const webhooksWords = of({
  'pt-BR': () => import('../../i18n/webhooks/pt-BR.json'),
  en: () => import('../../i18n/webhooks/en.json'),
  es: () => import('../../i18n/webhooks/es.json'),
})
