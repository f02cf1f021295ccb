import { useTranslation } from '../../lib/translation'
import { Code } from '../../ui/Code'
import { prettyAnswer } from './webhook-words'

/** How a receiver's answer begins. */
export function Answer({ text }: { text: string }) {
  const { t } = useTranslation()
  return text.trim() === '' ? null : <Code label={t('delivery.answer')} text={prettyAnswer(text)} />
}
