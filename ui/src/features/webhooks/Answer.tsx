import { useTranslation } from 'react-i18next'

import { CopyButton } from '../../ui/CopyButton'
import { prettyAnswer } from './webhook-words'

/** How a receiver's answer begins. */
export function Answer({ text }: { text: string }) {
  const { t } = useTranslation()
  return text.trim() === '' ? null : <Block title={t('delivery.answer')} copy={t('delivery.copyAnswer')} text={prettyAnswer(text)} />
}

/** Something that programs wrote, as it is, with a way to take it along. */
export function Block({ title, copy, text }: { title: string; copy: string; text: string }) {
  return (
    <section>
      <div className="mb-1 flex items-center justify-between gap-3">
        <h3 className="text-sm font-medium">{title}</h3>
        <CopyButton value={text} label={copy} look="icon" size="small" />
      </div>
      <pre
        dir="auto"
        tabIndex={0}
        aria-label={title}
        role="region"
        className="max-h-80 overflow-auto rounded-md bg-sunken p-3 font-mono text-sm break-words whitespace-pre-wrap"
      >
        {text}
      </pre>
    </section>
  )
}
