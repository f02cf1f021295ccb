import type { Language } from '../lib/language'

/** What only the provider reads: tenants' pages do without it. */
export async function adminWords(language: Language): Promise<object> {
  switch (language) {
    case 'pt-BR':
      return (await import('../i18n/admin/pt-BR.json')).default
    case 'en':
      return (await import('../i18n/admin/en.json')).default
    case 'es':
      return (await import('../i18n/admin/es.json')).default
  }
}
