import type { Language } from '../../lib/language'

/** What the list of chats and the frame around it say: the first load of a link does without it. */
export async function panelWords(language: Language): Promise<object> {
  switch (language) {
    case 'pt-BR':
      return (await import('../../i18n/panel/pt-BR.json')).default
    case 'en':
      return (await import('../../i18n/panel/en.json')).default
    case 'es':
      return (await import('../../i18n/panel/es.json')).default
  }
}
