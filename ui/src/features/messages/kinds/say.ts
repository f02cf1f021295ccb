import { useTranslation } from '../../../lib/translation'
import { usePeople } from '../people'
import type { Say } from './kind'

export function useSay(): Say {
  const { t, i18n } = useTranslation()
  return { t, language: i18n.language, people: usePeople() }
}
