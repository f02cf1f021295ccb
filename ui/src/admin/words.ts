import type { Language } from '../lib/language'

/** What only the provider reads, and what is said of keys: tenants' pages do without it. */
export async function adminWords(language: Language): Promise<object> {
  const [own, ofKeys] = await wordsOf(language)
  return { ...own.default, ...ofKeys.default }
}

function wordsOf(language: Language) {
  switch (language) {
    case 'pt-BR':
      return Promise.all([import('../i18n/admin/pt-BR.json'), import('../i18n/api-keys/pt-BR.json')])
    case 'en':
      return Promise.all([import('../i18n/admin/en.json'), import('../i18n/api-keys/en.json')])
    case 'es':
      return Promise.all([import('../i18n/admin/es.json'), import('../i18n/api-keys/es.json')])
  }
}
