import type { Language } from '../../lib/language'

/** What is said only where WhatsApp asks for a passkey: the first load of a link does without it. */
export async function passkeyWords(language: Language): Promise<object> {
  switch (language) {
    case 'pt-BR':
      return (await import('../../i18n/passkey/pt-BR.json')).default
    case 'en':
      return (await import('../../i18n/passkey/en.json')).default
    case 'es':
      return (await import('../../i18n/passkey/es.json')).default
  }
}
